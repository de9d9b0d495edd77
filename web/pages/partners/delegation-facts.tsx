import { Text } from '@mantine/core'
import { IconAlertTriangle, IconClockHour4, IconMailCheck, IconMailOff } from '@tabler/icons-react'
import { type Delegation, dataVisibilities } from '../../../shared/delegations.ts'
import { grants } from '../../../shared/permissions.ts'
import { Moment, SinceDay } from '../../ui/moment.tsx'
import records from '../../ui/records.module.css'
import { Line, PersonAvatar } from '../../ui/who.tsx'
import styles from './partners.module.css'

type Props = { of: Delegation }

export const isLive = ({ status }: Pick<Delegation, 'status'>) => status === 'pending' || status === 'active'

/** Before someone accepted we know an address, not a person. */
export const nameOf = ({ partner }: Delegation) => partner.name || partner.email

export const granted = ({ permissions }: Delegation) => permissions.map((name) => grants[name].label).join(', ')
export const sees = ({ dataVisibility }: Delegation) => dataVisibilities[dataVisibility].label

/** Whose account is gone has no address. */
export const Who = ({ of }: Props) => (
  <Line
    picture={<PersonAvatar name={of.partner.name} size={36} />}
    name={nameOf(of)}
    detail={of.partner.email && <WhoDetail of={of} />}
  />
)

const WhoDetail = ({ of: { partner, invitedBy, invitedAt } }: Props) =>
  partner.name ? (
    <span title={partner.email}>{partner.email}</span>
  ) : (
    <>
      Invited by {invitedBy.name}, <Moment at={invitedAt} />
    </>
  )

/** The date that belongs to the status, and who ended it. */
export function Since({ of: { status, acceptedAt, expiresAt, endedAt, endedBy } }: Props) {
  if (status === 'active') return <>since {acceptedAt && <SinceDay at={acceptedAt} />}</>
  if (status === 'pending')
    return (
      <>
        expires <Moment at={expiresAt} />
      </>
    )
  if (status === 'revoked' && endedBy?.as === 'partner') return <>left {endedAt && <Moment at={endedAt} />}</>
  return (
    <>
      {endedAt && <Moment at={endedAt} />}
      {endedBy?.as === 'admin' && ` by ${endedBy.name}`}
    </>
  )
}

const mails = {
  queued: ['Queued', IconClockHour4],
  sent: ['Sent', IconMailCheck],
  withdrawn: ['Withdrawn', IconMailOff],
} as const

/** What became of the invitation mail. A failed one is the only red of the page. */
export function MailState({ of: { mailState, mailAt } }: Props) {
  if (mailState === 'failed') return <MailFailed />
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

const MailFailed = () => (
  <Text span size="sm" c="red" fw={600}>
    <IconAlertTriangle size={15} className={styles.icon} /> Failed
    <span className={records.second}>Check the address</span>
  </Text>
)
