import { Box, Card, Group, Table, Text } from '@mantine/core'
import type { Delegation } from '../../../shared/delegations.ts'
import { identityModes } from '../../../shared/delegations.ts'
import { StatusBadge } from '../../ui/badges.tsx'
import records from '../../ui/records.module.css'
import { RecordTable } from '../../ui/records.tsx'
import { granted, isLive, MailState, Since, sees, Who } from './delegation-facts.tsx'
import styles from './partners.module.css'
import { type OnAct, RowMenu } from './row-menu.tsx'

type RowsProps = { delegations: Delegation[]; arrived: ReadonlySet<string>; onAct: OnAct }

const columns = [
  ['Partner', undefined],
  ['Status', styles.status],
  ['May work on', styles.grants],
  ['Sees', styles.sees],
  ['Invitation mail', styles.mail],
] as const

export const DelegationTable = ({ delegations, arrived, onAct }: RowsProps) => (
  <RecordTable
    label="Partners"
    columns={columns}
    end={<Table.Td className={styles.acts ?? ''} />}
    className={styles.table}
  >
    {delegations.map((it) => (
      <Row key={it.id} delegation={it} isNew={arrived.has(it.id)} onAct={onAct} />
    ))}
  </RecordTable>
)

type RowProps = { delegation: Delegation; isNew: boolean; onAct: OnAct }

const Row = ({ delegation: it, isNew, onAct }: RowProps) => (
  <Table.Tr className={[!isLive(it) && styles.ended, isNew && styles.arrived].filter(Boolean).join(' ')}>
    <Table.Td>
      <Who of={it} />
    </Table.Td>
    <Table.Td>
      <StatusBadge status={it.status} />
      <span className={records.second}>
        <Since of={it} />
      </span>
    </Table.Td>
    <Table.Td>{granted(it)}</Table.Td>
    <Table.Td>
      {sees(it)}
      <span className={records.second}>Identity: {identityModes[it.identityMode].label}</span>
    </Table.Td>
    <Table.Td>
      <MailState of={it} />
    </Table.Td>
    <Table.Td className={styles.act ?? ''}>
      <RowMenu of={it} onAct={onAct} />
    </Table.Td>
  </Table.Tr>
)

/** On a phone a row is a card: who and status first, then the same facts as a list. */
export const DelegationCards = ({ delegations, arrived, onAct }: RowsProps) => (
  <div className={records.cards}>
    {delegations.map((it) => (
      <DelegationCard key={it.id} delegation={it} isNew={arrived.has(it.id)} onAct={onAct} />
    ))}
  </div>
)

const DelegationCard = ({ delegation: it, isNew, onAct }: RowProps) => (
  <Card padding="md" className={isNew ? (styles.arrived ?? '') : ''}>
    <Group wrap="nowrap" gap="xs" align="flex-start">
      <Box flex={1} miw={0}>
        <Who of={it} />
      </Box>
      <RowMenu of={it} onAct={onAct} />
    </Group>
    <dl className={records.facts}>
      <dt>Status</dt>
      <dd>
        <StatusBadge status={it.status} />{' '}
        <Text span size="xs" c="dimmed" ml={4}>
          <Since of={it} />
        </Text>
      </dd>
      <dt>May work on</dt>
      <dd>{granted(it)}</dd>
      <dt>Sees</dt>
      <dd>{sees(it)}</dd>
      <dt>Mail</dt>
      <dd>
        <MailState of={it} />
      </dd>
    </dl>
  </Card>
)
