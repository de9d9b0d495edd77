import { Button, Select } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { SearchField } from '../../ui/search-field.tsx'
import type { Change } from './address.ts'
import { choicesOf, type SolutionsSearch } from './search.ts'
import styles from './solutions.module.css'

type SearchLineProps = { filter: SolutionsSearch; onChange: (change: Change) => void; onFilter: () => void }

/** Words, order, and on phones the button that opens the filter. */
export const SearchLine = ({ filter, onChange, onFilter }: SearchLineProps) => (
  <div className={styles.line}>
    <search className={styles.words}>
      <SearchField
        text={filter.search ?? ''}
        onSearch={(search) => onChange({ search })}
        aria-label="Search solutions"
        placeholder="Name, capability, problem"
        size="md"
      />
    </search>
    <Button
      className={styles.filterButton ?? ''}
      variant="default"
      size="md"
      leftSection={<IconAdjustmentsHorizontal size={18} />}
      onClick={onFilter}
    >
      {['Filter', choicesOf(filter).length || ''].join(' ').trim()}
    </Button>
    <Select
      aria-label="Sort by"
      size="md"
      className={styles.sort ?? ''}
      allowDeselect={false}
      data={[
        { value: 'match', label: 'Best match' },
        { value: 'name', label: 'Name' },
      ]}
      value={filter.sort ?? 'match'}
      onChange={(sort) => onChange({ sort })}
    />
  </div>
)
