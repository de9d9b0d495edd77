import { Box, Card, Group, Table } from '@mantine/core'
import type { Member } from '../../../shared/organizations.ts'
import { roles } from '../../../shared/permissions.ts'
import records from '../../ui/records.module.css'
import { RecordTable } from '../../ui/records.tsx'
import { MailState, Standing, Who } from './member-facts.tsx'
import styles from './members.module.css'
import { type OnAct, RowMenu } from './row-menu.tsx'

type RowsProps = { members: Member[]; arrived: ReadonlySet<string>; onAct: OnAct }
type RowProps = { member: Member; isNew: boolean; onAct: OnAct }

const columns = [
  ['Person', undefined],
  ['Role', styles.role],
  ['Status', styles.status],
] as const
const mailColumn = ['Invitation mail', styles.mail] as const

/** The mails are there for those who can act on them, while there are some. */
export function MemberTable({ members, arrived, onAct }: RowsProps) {
  const withMails = members.some(({ invitation }) => invitation)
  return (
    <RecordTable
      label="Team"
      columns={withMails ? [...columns, mailColumn] : columns}
      end={<Table.Td className={styles.acts ?? ''} />}
      className={styles.table}
    >
      {members.map((it) => (
        <Row key={it.id} member={it} isNew={arrived.has(it.id)} onAct={onAct} withMails={withMails} />
      ))}
    </RecordTable>
  )
}

const Row = ({ member: it, isNew, onAct, withMails }: RowProps & { withMails: boolean }) => (
  <Table.Tr className={isNew ? (styles.arrived ?? '') : ''}>
    <Table.Td>
      <Who of={it} />
    </Table.Td>
    <Table.Td>{roles[it.role]}</Table.Td>
    <Table.Td>
      <Standing of={it} />
    </Table.Td>
    {withMails && (
      <Table.Td>{it.invitation && <MailState of={it.invitation} onResend={() => onAct('resend', it)} />}</Table.Td>
    )}
    <Table.Td className={styles.act ?? ''}>
      <RowMenu of={it} onAct={onAct} />
    </Table.Td>
  </Table.Tr>
)

/** On a phone a row is a card: who first, then the same facts as a list. */
export const MemberCards = ({ members, arrived, onAct }: RowsProps) => (
  <div className={records.cards}>
    {members.map((it) => (
      <MemberCard key={it.id} member={it} isNew={arrived.has(it.id)} onAct={onAct} />
    ))}
  </div>
)

const MemberCard = ({ member: it, isNew, onAct }: RowProps) => (
  <Card padding="md" className={isNew ? (styles.arrived ?? '') : ''}>
    <Group wrap="nowrap" gap="xs" align="flex-start">
      <Box flex={1} miw={0}>
        <Who of={it} />
      </Box>
      <RowMenu of={it} onAct={onAct} />
    </Group>
    <dl className={records.facts}>
      <dt>Role</dt>
      <dd>{roles[it.role]}</dd>
      <dt>Status</dt>
      <dd>
        <Standing of={it} />
      </dd>
      {it.invitation && (
        <>
          <dt>Mail</dt>
          <dd>
            <MailState of={it.invitation} onResend={() => onAct('resend', it)} />
          </dd>
        </>
      )}
    </dl>
  </Card>
)
