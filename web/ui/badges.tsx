import { Badge } from '@mantine/core'
import {
  IconBan,
  IconCheck,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconClockHour4,
  IconEye,
  IconHourglassOff,
  IconInbox,
  IconLock,
  IconMailX,
  IconMinus,
  IconSend,
  IconUsers,
  IconUsersGroup,
  IconX,
} from '@tabler/icons-react'

/* Only what is alive has a colour. What has ended is grey, with its own icon: history is quiet. */
const looks = {
  pending: ['Pending', 'amber', IconClockHour4],
  active: ['Active', 'green', IconCircleCheckFilled],
  revoked: ['Revoked', 'gray', IconBan],
  declined: ['Declined', 'gray', IconX],
  cancelled: ['Cancelled', 'gray', IconMinus],
  expired: ['Expired', 'gray', IconHourglassOff],
  draft: ['Draft', 'gray', IconCircleDashed],
  published: ['Published', 'petrol', IconCircleCheckFilled],
  sent: ['Sent', 'petrol', IconSend],
  closed: ['Closed', 'gray', IconLock],
  open: ['Open', 'amber', IconInbox],
  answered: ['Answered', 'green', IconCircleCheckFilled],
  chosen: ['Not sent yet', 'gray', IconCircleDashed],
  mail_failed: ['Mail failed', 'red', IconMailX],
  viewed: ['Viewed', 'petrol', IconEye],
  responded: ['Responded', 'green', IconCircleCheckFilled],
  selected: ['Selected', 'green', IconCheck],
  not_selected: ['Not selected', 'gray', IconMinus],
} as const

type Status = keyof typeof looks

export const statusName = (status: Status): string => looks[status][0]

export function StatusBadge({ status }: { status: Status }) {
  const [label, color, Icon] = looks[status]
  return (
    <Badge color={color} leftSection={<Icon size={14} />}>
      {label}
    </Badge>
  )
}

const audiences = {
  personal: ['Personal', IconLock],
  team: ['Team', IconUsersGroup],
  shared: ['Shared', IconUsers],
} as const

/** Who reads this note. Always shown, before and after writing. */
export function Audience({ of }: { of: keyof typeof audiences }) {
  const [label, Icon] = audiences[of]
  return (
    <Badge variant="transparent" color="gray" size="md" px={0} c="dimmed" leftSection={<Icon size={14} />}>
      {label}
    </Badge>
  )
}
