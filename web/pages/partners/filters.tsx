import { Group, SegmentedControl } from '@mantine/core'
import { SearchField } from '../../ui/search-field.tsx'
import type { ChosenFilter, Filter } from './address.ts'
import styles from './partners.module.css'
import { shownStatuses } from './search.ts'

const labels = { active: 'Active', pending: 'Pending', ended: 'Ended' }

type FiltersProps = {
  filter: Filter
  counts: { all: number; active: number; pending: number; ended: number }
  onFilter: (filter: ChosenFilter) => void
}

/** Few values, so all of them are in sight, with how many there are; beside them the search. */
export const Filters = ({ filter, counts, onFilter }: FiltersProps) => (
  <Group justify="space-between" mb="sm" gap="sm">
    <SegmentedControl
      aria-label="Status"
      value={filter.status ?? 'all'}
      onChange={(chosen) => onFilter({ ...filter, status: chosen })}
      data={[
        { value: 'all', label: `All ${counts.all}` },
        ...shownStatuses.map((status) => ({ value: status, label: `${labels[status]} ${counts[status]}` })),
      ]}
    />
    <SearchField
      text={filter.search ?? ''}
      onSearch={(search) => onFilter({ ...filter, search })}
      aria-label="Find a partner"
      placeholder="Name or email"
      className={styles.search ?? ''}
    />
  </Group>
)
