import { Card, Table, VisuallyHidden } from '@mantine/core'
import { askerText } from '../../../shared/briefs.ts'
import type { RequestSummary } from '../../../shared/requests.ts'
import { paths } from '../../paths.ts'
import { StatusBadge } from '../../ui/badges.tsx'
import { TextLink } from '../../ui/link.tsx'
import { Deadline, Moment } from '../../ui/moment.tsx'
import records from '../../ui/records.module.css'
import { RecordTable } from '../../ui/records.tsx'
import styles from './requests.module.css'
import { endOf, isNew, kindOf } from './words.ts'

type RowsProps = { requests: RequestSummary[] }
type RowProps = { request: RequestSummary }

const columns = [
  ['Request', undefined],
  ['For', styles.solution],
  ['State', styles.state],
  ['Answers until', styles.deadline],
  ['Received', styles.received],
] as const

export const RequestTable = ({ requests }: RowsProps) => (
  <RecordTable label="Requests" columns={columns} className={styles.table}>
    {requests.map((it) => (
      <Row key={it.id} request={it} />
    ))}
  </RecordTable>
)

const Row = ({ request: it }: RowProps) => (
  <Table.Tr data-new={isNew(it) || undefined}>
    <Table.Td>
      <Name request={it} />
    </Table.Td>
    <Table.Td>{it.solution.name}</Table.Td>
    <Table.Td>
      <State request={it} />
    </Table.Td>
    <Table.Td>
      <Until request={it} />
    </Table.Td>
    <Table.Td>
      <Moment at={it.receivedAt} />
    </Table.Td>
  </Table.Tr>
)

/** As in the list of notifications: what is new is bold and has a dot. */
const Name = ({ request: it }: RowProps) => (
  <div>
    {isNew(it) && <VisuallyHidden>New. </VisuallyHidden>}
    <TextLink to={paths.request(it.id)} className={styles.name ?? ''}>
      {it.asked.title}
    </TextLink>
    {isNew(it) && <span className={styles.dot} aria-hidden="true" />}
    <span className={records.second}>
      {kindOf(it)} from {askerText(it.asked.asks)}
    </span>
  </div>
)

const State = ({ request: it }: RowProps) => {
  const end = endOf(it)
  return (
    <>
      <StatusBadge status={it.state} />
      {end && <span className={records.second}>{end}</span>}
    </>
  )
}

const Until = ({ request: { asked } }: RowProps) => (asked.deadline ? <Deadline at={asked.deadline} /> : 'No deadline')

/** On a phone a row is a card: what is asked first, then the same facts as a list. */
export const RequestCards = ({ requests }: RowsProps) => (
  <div className={`${records.cards} ${styles.cards}`}>
    {requests.map((it) => (
      <RequestCard key={it.id} request={it} />
    ))}
  </div>
)

const RequestCard = ({ request: it }: RowProps) => (
  <Card padding="md" data-new={isNew(it) || undefined}>
    <Name request={it} />
    <dl className={records.facts}>
      <dt>State</dt>
      <dd className={styles.ofCard}>
        <State request={it} />
      </dd>
      <dt>For</dt>
      <dd>{it.solution.name}</dd>
      <dt>Answers until</dt>
      <dd>
        <Until request={it} />
      </dd>
      <dt>Received</dt>
      <dd>
        <Moment at={it.receivedAt} />
      </dd>
    </dl>
  </Card>
)
