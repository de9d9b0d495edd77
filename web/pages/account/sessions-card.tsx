import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { endOtherSessions, endSession, listSessions, type Session } from '../../../shared/accounts.ts'
import { useRead, useWrite } from '../../api.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { Section } from './section.tsx'
import styles from './sessions-card.module.css'

export const SessionsCard = () => (
  <Section title="Sessions" purpose="Where you are signed in. End what you do not know, then set a new password.">
    <Loaded label="Loading sessions" skeleton={<Ghosts />}>
      <Sessions />
    </Loaded>
  </Section>
)

function Sessions() {
  const { items } = useRead(listSessions, {})
  // The one that looks comes first: the others are compared with it.
  const sessions = items.toSorted((one, other) => Number(other.current) - Number(one.current))
  const others = sessions.length - 1
  return (
    <>
      <ul className={styles.list}>
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </ul>
      {others > 0 && <EndOthers others={others} />}
    </>
  )
}

function SessionLine({ session: { id, device, ipAddress, createdAt, current } }: { session: Session }) {
  const ending = useWrite(endSession, { refresh: [listSessions] })
  const end = () => ending.mutate({ id }, { onSuccess: () => toast(`Session ended: ${device}`) })
  return (
    <li className={styles.session}>
      <div className={styles.words}>
        <Text size="sm" fw={600}>
          {device}
        </Text>
        <Text size="sm" c="dimmed">
          {ipAddress && `${ipAddress} · `}signed in <Moment at={createdAt} />
        </Text>
        <Problem error={ending.error} onRetry={end} />
      </div>
      {current ? (
        <Badge color="green">This session</Badge>
      ) : (
        <EndButton of={device} onClick={end} pending={ending.isPending} />
      )}
    </li>
  )
}

type EndButtonProps = { of: string; onClick: () => void; pending: boolean }

const EndButton = ({ of, onClick, pending }: EndButtonProps) => (
  <Button variant="default" size="xs" onClick={onClick} loading={pending} aria-label={`End session: ${of}`}>
    End
  </Button>
)

function EndOthers({ others }: { others: number }) {
  const ending = useWrite(endOtherSessions, { refresh: [listSessions] })
  const told = others === 1 ? 'The other session ended' : `${others} other sessions ended`
  const end = () => ending.mutate({}, { onSuccess: () => toast(told) })
  return (
    <Stack>
      <Problem error={ending.error} onRetry={end} />
      <Group>
        <Button variant="default" onClick={end} loading={ending.isPending}>
          End all others
        </Button>
      </Group>
    </Stack>
  )
}

const Ghosts = () => (
  <Stack>
    <Skeleton h={44} />
    <Skeleton h={44} />
  </Stack>
)
