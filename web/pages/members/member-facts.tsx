import { Badge, Text } from '@mantine/core'
import { IconAlertTriangle, IconClockHour4, IconMailCheck, IconMailOff } from '@tabler/icons-react'
import type { Member } from '../../../shared/organizations.ts'
import { StatusBadge } from '../../ui/badges.tsx'
import { Moment, SinceDay } from '../../ui/moment.tsx'
import records from '../../ui/records.module.css'
import { TextButton } from '../../ui/text-button.tsx'
import { Line, PersonAvatar } from '../../ui/who.tsx'
import styles from './members.module.css'
import { nameOf, useIsOneself } from './open-team.ts'

type Props = { of: Member }

export function Who({ of }: Props) {
  const isOneself = useIsOneself()(of)
  return (
    <span className={styles.who}>
      <Line picture={<PersonAvatar name={of.user.name} size={36} />} name={nameOf(of)} detail={<WhoDetail of={of} />} />
      {isOneself && <Badge color="gray">You</Badge>}
    </span>
  )
}

const WhoDetail = ({ of: { user, invitation, status, since } }: Props) => {
  if (user.name) return <span title={user.email}>{user.email}</span>
  if (status === 'active') return 'Has given no name yet'
  return (
    <>
      Invited{invitation && ` by ${invitation.invitedBy.name}`}, <Moment at={since} />
    </>
  )
}

/** Where somebody stands: in the team, or how long the invitation still works. */
export function Standing({ of: { status, since, invitation } }: Props) {
  if (status !== 'invited') return <Since badge="active" words="since" at={since} />
  if (!invitation) return <Since badge="pending" words="invited" at={since} />
  return invitation.isExpired ? (
    <Since badge="expired" at={invitation.expiresAt} />
  ) : (
    <Since badge="pending" words="expires" at={invitation.expiresAt} />
  )
}

const Since = ({ badge, words, at }: { badge: 'active' | 'pending' | 'expired'; words?: string; at: string }) => (
  <>
    <StatusBadge status={badge} />
    <span className={records.second}>
      {words} {badge === 'active' ? <SinceDay at={at} /> : <Moment at={at} />}
    </span>
  </>
)

const mails = {
  queued: ['Mail queued', IconClockHour4],
  sent: ['Mail sent', IconMailCheck],
  withdrawn: ['Mail withdrawn', IconMailOff],
} as const

type MailStateProps = { of: NonNullable<Member['invitation']>; onResend: () => void }

/** What became of the invitation mail, for those who can act on it. A failed one is the only red of the page. */
export function MailState({ of: { mailState, mailAt }, onResend }: MailStateProps) {
  if (mailState === 'failed') return <MailFailed onResend={onResend} />
  const [label, Icon] = mails[mailState]
  return (
    <Text span size="sm">
      <Icon size={15} stroke={1.7} className={styles.icon} /> {label}
      <span className={records.second}>
        <Moment at={mailAt} />
      </span>
    </Text>
  )
}

const MailFailed = ({ onResend }: Pick<MailStateProps, 'onResend'>) => (
  <Text span size="sm" c="red" fw={600}>
    <IconAlertTriangle size={15} className={styles.icon} /> Mail failed
    <span className={records.second}>
      Check the address, or{' '}
      <TextButton size="xs" onClick={onResend}>
        Resend
      </TextButton>
    </span>
  </Text>
)
