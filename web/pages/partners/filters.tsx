import { RecordFilters } from '../../ui/records.tsx'
import type { ChosenFilter, Filter } from './address.ts'
import { shownStatuses } from './search.ts'

const names = { active: 'Active', pending: 'Pending', ended: 'Ended' }

type FiltersProps = {
  filter: Filter
  counts: { all: number; active: number; pending: number; ended: number }
  onFilter: (filter: ChosenFilter) => void
}

export const Filters = ({ filter, counts, onFilter }: FiltersProps) => (
  <RecordFilters
    filter={filter}
    statuses={shownStatuses.map((status) => ({ status, name: names[status], count: counts[status] }))}
    all={counts.all}
    onFilter={onFilter}
    find="Find a partner"
    placeholder="Name or email"
  />
)
