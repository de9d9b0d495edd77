import { readMe } from '../../shared/accounts.ts'
import { listNotifications, type Notification, readNotifications } from '../../shared/notifications.ts'
import { useWrite } from '../api.ts'
import { placeOf, useMe } from '../me.ts'
import { paths } from '../paths.ts'
import { NotificationLine } from '../ui/notification-line.tsx'
import { AnswerInvitation } from './answer-invitation.tsx'

export const useMarkAsRead = () => useWrite(readNotifications, { refresh: [listNotifications, readMe] })

type NewsLineProps = {
  notification: Notification
  underDay?: boolean
  onFollow?: () => void
  /** Called when it is marked as read without being followed. */
  onMark?: () => void
}

/** What a solution hears of a brief comes from no organization: it may not say which one asks (SPEC 7). */
const humanCloud = { slug: 'human-cloud', name: 'Human Cloud' }

/** One notification: following it marks it as read, and an invitation can be answered in place. */
export function NewsLine({ notification, underDay = false, onFollow, onMark }: NewsLineProps) {
  const me = useMe()
  const marking = useMarkAsRead()
  const { id, organization, text, detail, createdAt, readAt, path, invitationId } = notification
  const follow = () => {
    if (readAt === null) marking.mutate({ ids: [id] })
    onFollow?.()
  }
  const mark = () => {
    onMark?.()
    marking.mutate({ ids: [id] })
  }
  return (
    <NotificationLine
      organization={placeOf(organization ?? humanCloud, me)}
      text={text}
      // Some news lead nowhere but here.
      to={path === paths.notifications ? undefined : path}
      onFollow={follow}
      detail={detail}
      at={createdAt}
      underDay={underDay}
      unread={readAt === null}
      onMark={mark}
      actions={invitationId && organization && <AnswerInvitation id={invitationId} company={organization.name} small />}
    />
  )
}
