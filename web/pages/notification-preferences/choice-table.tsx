import { Group, Switch, Table, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { type NewsGroup, type NotificationPreference, newsGroups } from '../../../shared/notifications.ts'
import { isProblem } from '../../problem.ts'
import { Problem } from '../../ui/problem.tsx'
import styles from './choice-table.module.css'
import { useSave } from './save.ts'
import { whys } from './whys.ts'

type ChoiceTableProps = { preferences: NotificationPreference[] }

export const ChoiceTable = ({ preferences }: ChoiceTableProps) => (
  <div className={styles.frame}>
    <Table className={styles.table ?? ''} aria-label="What reaches you">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What happens</Table.Th>
          <Table.Th className={styles.channel ?? ''}>In the app</Table.Th>
          <Table.Th className={styles.channel ?? ''}>By mail</Table.Th>
        </Table.Tr>
      </Table.Thead>
      {groupsOf(preferences).map(([group, name]) => (
        <KindsOf key={group} name={name} preferences={preferences.filter((it) => it.group === group)} />
      ))}
    </Table>
  </div>
)

const groupsOf = (preferences: NotificationPreference[]) =>
  (Object.entries(newsGroups) as [NewsGroup, string][]).filter(([name]) =>
    preferences.some(({ group }) => group === name),
  )

const KindsOf = ({ name, preferences }: { name: string } & ChoiceTableProps) => (
  <Table.Tbody>
    <Table.Tr className={styles.group ?? ''}>
      <th scope="rowgroup" colSpan={3}>
        {name}
      </th>
    </Table.Tr>
    {preferences.map((preference) => (
      <Kind key={preference.kind} preference={preference} />
    ))}
  </Table.Tbody>
)

const channels = { app: 'In the app', mail: 'By mail' }
type Channel = keyof typeof channels

function Kind({ preference }: { preference: NotificationPreference }) {
  const { kind, label, fixed } = preference
  const { save, chosen, again, error, isPending } = useSave()
  // What was refused is not as it looks; what may still work is as one wants it.
  const wanted = isRefused(error) ? undefined : chosen?.items?.[0]
  const switchTo = (channel: Channel, on: boolean) => {
    const to = (is: boolean) => ({ items: [{ kind, [channel]: is }] })
    if (!isPending) save(to(on), to(!on), `${on ? 'On' : 'Off'} ${channels[channel].toLowerCase()}: ${label}`)
  }
  return (
    <Table.Tr>
      <th scope="row">
        {label}
        {whys[kind] && (
          <Text component="span" display="block" size="xs" c="dimmed" fw={400}>
            {whys[kind]}
          </Text>
        )}
        <Problem error={error} onRetry={again} />
      </th>
      {(['app', 'mail'] as const).map((channel) => (
        <Table.Td key={channel} className={styles.channel ?? ''}>
          {fixed.includes(channel) ? (
            <Fixed on={preference[channel]} />
          ) : (
            <Switch
              aria-label={`${channels[channel]}: ${label}`}
              checked={wanted?.[channel] ?? preference[channel]}
              onChange={({ currentTarget: { checked } }) => switchTo(channel, checked)}
            />
          )}
        </Table.Td>
      ))}
    </Table.Tr>
  )
}

const isRefused = (error: Error | null) => isProblem(error) && !error.passing

const Fixed = ({ on }: { on: boolean }) => (
  <Group gap={4} wrap="nowrap" className={styles.fixed ?? ''}>
    {on && <IconLock size={14} aria-hidden="true" />}
    {on ? 'Always' : 'Never'}
  </Group>
)
