import { Group, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
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
    <Search text={filter.search ?? ''} onSearch={(search) => onFilter({ ...filter, search })} />
  </Group>
)

/** Asks the server when the typing pauses. */
function Search({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(text)
  const search = useDebouncedCallback(onSearch, 300)
  useEffect(() => {
    if (!text) setTyped('')
  }, [text])
  return (
    <TextInput
      type="search"
      aria-label="Find a partner"
      placeholder="Name or email"
      leftSection={<IconSearch size={16} />}
      className={styles.search ?? ''}
      maxLength={200}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        search(value.trim())
      }}
    />
  )
}
