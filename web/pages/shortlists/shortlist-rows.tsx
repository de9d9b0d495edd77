import { Card, Table } from '@mantine/core'
import type { ShortlistSummary } from '../../../shared/shortlists.ts'
import { paths } from '../../paths.ts'
import { StatusBadge } from '../../ui/badges.tsx'
import { TextLink } from '../../ui/link.tsx'
import { Moment } from '../../ui/moment.tsx'
import records from '../../ui/records.module.css'
import { RecordTable } from '../../ui/records.tsx'
import { UnreadNotes } from '../notes/unread-notes.tsx'
import { solutionsIn } from '../solutions/words.ts'
import { Author } from '../work/author.tsx'
import { changedByOf, handedOver, seenBy } from '../work/words.ts'
import work from '../work/work.module.css'
import styles from './shortlists.module.css'

type RowsProps = { org: string; shortlists: ShortlistSummary[] }
type RowProps = { org: string; shortlist: ShortlistSummary }

const columns = [
  ['Shortlist', undefined],
  ['Status', styles.status],
  ['Author', styles.author],
  ['Solutions', styles.count],
  ['Last change', styles.change],
] as const

export const ShortlistTable = ({ org, shortlists }: RowsProps) => (
  <RecordTable label="Shortlists" columns={columns} className={work.table}>
    {shortlists.map((it) => (
      <Row key={it.id} org={org} shortlist={it} />
    ))}
  </RecordTable>
)

const Row = ({ org, shortlist: it }: RowProps) => (
  <Table.Tr>
    <Table.Td>
      <Name org={org} of={it} />
    </Table.Td>
    <Table.Td>
      <StatusBadge status={it.status} />
      <span className={records.second}>{seenBy(it)}</span>
    </Table.Td>
    <Table.Td>
      <Author of={it} />
    </Table.Td>
    <Table.Td className={styles.count ?? ''}>{it.itemCount}</Table.Td>
    <Table.Td>
      <Moment at={it.updatedAt} />
      <span className={records.second}>by {changedByOf(it)}</span>
    </Table.Td>
  </Table.Tr>
)

const Name = ({ org, of }: { org: string; of: ShortlistSummary }) => (
  <>
    <TextLink to={paths.shortlist(org, of.id)} className={work.name ?? ''}>
      {of.title}
    </TextLink>
    <UnreadNotes org={org} subject={`shortlist:${of.id}`} />
    <span className={records.second}>{handedOver(of) ?? <span className={work.about}>{of.description}</span>}</span>
  </>
)

/** On a phone a row is a card: the name first, then the same facts as a list. */
export const ShortlistCards = ({ org, shortlists }: RowsProps) => (
  <div className={`${records.cards} ${work.cards}`}>
    {shortlists.map((it) => (
      <ShortlistCard key={it.id} org={org} shortlist={it} />
    ))}
  </div>
)

const ShortlistCard = ({ org, shortlist: it }: RowProps) => (
  <Card padding="md">
    <Name org={org} of={it} />
    <dl className={records.facts}>
      <dt>Status</dt>
      <dd className={work.state}>
        <StatusBadge status={it.status} />
        <span className={records.second}>{seenBy(it)}</span>
      </dd>
      <dt>Author</dt>
      <dd>
        <Author of={it} />
      </dd>
      <dt>Holds</dt>
      <dd>{solutionsIn(it.itemCount)}</dd>
      <dt>Last change</dt>
      <dd>
        <Moment at={it.updatedAt} /> <span className={records.second}>by {changedByOf(it)}</span>
      </dd>
    </dl>
  </Card>
)
