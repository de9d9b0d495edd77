import { Card, Table } from '@mantine/core'
import { type BriefSummary, briefKinds } from '../../../shared/briefs.ts'
import { openWorkspace } from '../../../shared/organizations.ts'
import { useRead } from '../../api.ts'
import { paths } from '../../paths.ts'
import { StatusBadge } from '../../ui/badges.tsx'
import { TextLink } from '../../ui/link.tsx'
import { Deadline, Moment } from '../../ui/moment.tsx'
import records from '../../ui/records.module.css'
import { RecordTable } from '../../ui/records.tsx'
import { UnreadNotes } from '../notes/unread-notes.tsx'
import { Author } from '../work/author.tsx'
import { changedByOf, handedOver, seenBy } from '../work/words.ts'
import work from '../work/work.module.css'
import styles from './briefs.module.css'
import { answeredWords, titleOf } from './words.ts'

type RowsProps = { org: string; briefs: BriefSummary[] }
type RowProps = { org: string; brief: BriefSummary }

const columns = [
  ['Brief', undefined],
  ['Status', styles.status],
  ['Author', styles.author],
  ['Answers', styles.answers],
  ['Deadline', styles.deadline],
  ['Last change', styles.change],
] as const

export const BriefTable = ({ org, briefs }: RowsProps) => (
  <RecordTable label="Briefs" columns={columns} className={work.table}>
    {briefs.map((it) => (
      <Row key={it.id} org={org} brief={it} />
    ))}
  </RecordTable>
)

const Row = ({ org, brief: it }: RowProps) => (
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
    <Table.Td>
      <Answers org={org} of={it} />
    </Table.Td>
    <Table.Td>{it.deadline ? <Deadline at={it.deadline} /> : <span className={work.none}>None</span>}</Table.Td>
    <Table.Td>
      <Moment at={it.updatedAt} />
      <span className={records.second}>by {changedByOf(it)}</span>
    </Table.Td>
  </Table.Tr>
)

const Name = ({ org, of }: { org: string; of: BriefSummary }) => (
  <>
    <TextLink to={paths.brief(org, of.id)} className={work.name ?? ''}>
      {titleOf(of)}
    </TextLink>
    <UnreadNotes org={org} subject={`brief:${of.id}`} />
    <span className={records.second}>{[briefKinds[of.kind], handedOver(of)].filter(Boolean).join(' · ')}</span>
  </>
)

/** Who will be asked, or how many of them answered: for those who may know it. */
function Answers({ org, of }: { org: string; of: BriefSummary }) {
  const { readQuotes } = useRead(openWorkspace, { org }).can
  const asked = readQuotes ? 'answered' : 'asked'
  return (
    <>
      {answeredWords(of, readQuotes)}
      <span className={records.second}>{of.status === 'draft' ? 'chosen' : asked}</span>
    </>
  )
}

/** On a phone a row is a card: the name first, then the same facts as a list. */
export const BriefCards = ({ org, briefs }: RowsProps) => (
  <div className={`${records.cards} ${work.cards}`}>
    {briefs.map((it) => (
      <BriefCard key={it.id} org={org} brief={it} />
    ))}
  </div>
)

const BriefCard = ({ org, brief: it }: RowProps) => (
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
      <dt>Answers</dt>
      <dd>
        <Answers org={org} of={it} />
      </dd>
      <dt>Deadline</dt>
      <dd>{it.deadline ? <Deadline at={it.deadline} /> : 'None'}</dd>
      <dt>Last change</dt>
      <dd>
        <Moment at={it.updatedAt} /> <span className={records.second}>by {changedByOf(it)}</span>
      </dd>
    </dl>
  </Card>
)
