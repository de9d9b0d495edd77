import { Group, SegmentedControl, Select } from '@mantine/core'
import { newsGroups } from '../../../shared/notifications.ts'
import { useNotificationsAddress, useSources } from './address.ts'
import styles from './notifications.module.css'

const EVERY = ''
const groups = [
  { value: EVERY, label: 'All kinds' },
  ...Object.entries(newsGroups).map(([value, label]) => ({ value, label })),
]

/** Of what is shown: read or not, about what, and from where, for who hears from more than one place. */
export function Filters({ unread }: { unread: number }) {
  const { filter, filterBy } = useNotificationsAddress()
  return (
    <Group className={styles.filters ?? ''}>
      <SegmentedControl
        aria-label="Show"
        value={filter.show ?? 'all'}
        onChange={(show) => filterBy({ show })}
        data={[
          { value: 'all', label: 'All' },
          { value: 'unread', label: unread > 0 ? `Unread ${unread}` : 'Unread' },
        ]}
      />
      <Group className={styles.choices ?? ''}>
        <Select
          aria-label="Kind"
          data={groups}
          value={filter.group ?? EVERY}
          allowDeselect={false}
          onChange={(group) => filterBy({ group })}
        />
        <FromWhere />
      </Group>
    </Group>
  )
}

function FromWhere() {
  const { filter, filterBy } = useNotificationsAddress()
  const sources = useSources()
  const chosen = filter.organization ?? EVERY
  // An address may name a place that one has left since.
  const isKnown = chosen === EVERY || sources.some(({ slug }) => slug === chosen)
  if (sources.length < 2 && isKnown) return null
  return (
    <Select
      aria-label="Organization"
      data={[
        { value: EVERY, label: 'All organizations' },
        ...sources.map(({ slug, name }) => ({ value: slug, label: name })),
        ...(isKnown ? [] : [{ value: chosen, label: chosen }]),
      ]}
      value={chosen}
      allowDeselect={false}
      searchable={sources.length > 10}
      onChange={(organization) => filterBy({ organization })}
    />
  )
}
