import { Accordion, Skeleton, Stack, Title } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useDeferredValue } from 'react'
import { type AuditEntry, readAudit } from '../../../shared/audit.ts'
import { useReadList } from '../../api.ts'
import { byDay } from '../../ui/day-groups.ts'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { EmptyState } from '../../ui/page.tsx'
import { NoRecords, Records } from '../../ui/records.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { isFiltered, useAuditAddress } from './address.ts'
import styles from './audit.module.css'
import { EventLine } from './event-line.tsx'
import { wanted } from './search.ts'

export function EventList() {
  const { org, filter, showAll } = useAuditAddress()
  const shown = useDeferredValue(filter)
  const { items, more, loadingMore } = useReadList(readAudit, { org, ...wanted(shown) })
  const list = useFocusOnMore<HTMLDivElement>(items.length, loadingMore, 'button[aria-expanded]')
  if (items.length === 0 && isFiltered(shown))
    return (
      <NoRecords title="Nothing fits" onShowAll={showAll}>
        Nothing that you chose here has happened.
      </NoRecords>
    )
  if (items.length === 0) return <NothingYet />
  return (
    <Records ref={list} isStale={shown !== filter}>
      <Days entries={items} />
      <ShowMore more={more} loading={loadingMore} />
    </Records>
  )
}

/** Under the day on which it happened in the reader's zone. */
const Days = ({ entries }: { entries: AuditEntry[] }) =>
  byDay(entries.map((entry) => ({ createdAt: entry.at, entry }))).map(({ day, happened }) => (
    <section key={day} className={styles.day}>
      <Title order={2} size="h3" mb="xs">
        {day}
      </Title>
      <Accordion multiple order={3} keepMounted={false} classNames={accordion}>
        {happened.map(({ entry }) => (
          <EventLine key={entry.id} entry={entry} />
        ))}
      </Accordion>
    </section>
  ))

const accordion = {
  root: styles.events ?? '',
  item: styles.event ?? '',
  control: styles.control ?? '',
  label: styles.label ?? '',
}

const NothingYet = () => (
  <EmptyState icon={IconHistory} title="Nothing has happened yet">
    Every change of the team, partners, settings and work is written down here.
  </EmptyState>
)

export const Ghosts = () => (
  <Stack gap="xs">
    <Skeleton h={20} w={80} mb={4} />
    {[0, 1, 2, 3, 4].map((line) => (
      <Skeleton key={line} h={48} radius="lg" />
    ))}
  </Stack>
)
