import { Card, Title } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { type RefObject, useDeferredValue, useEffect, useRef } from 'react'
import { listNotifications, type Notification } from '../../../shared/notifications.ts'
import { useReadList } from '../../api.ts'
import { NewsLine } from '../../frames/news-line.tsx'
import { byDay } from '../../ui/day-groups.ts'
import { focusHeading } from '../../ui/focus.ts'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { EmptyState } from '../../ui/page.tsx'
import { NoRecords, Records } from '../../ui/records.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { useNotificationsAddress } from './address.ts'
import { Filters } from './filters.tsx'
import styles from './notifications.module.css'
import type { NotificationsSearch } from './search.ts'

const wanted = ({ show, ...among }: NotificationsSearch) => ({
  unread: show === 'unread' ? ('true' as const) : ('false' as const),
  ...among,
})

export function NotificationList() {
  const { filter } = useNotificationsAddress()
  const shown = useDeferredValue(filter)
  const { items, first, more, loadingMore } = useReadList(listNotifications, wanted(shown))
  const list = useFocusOnMore<HTMLDivElement>(items.length, loadingMore, 'article a')
  if (items.length === 0 && !isFiltered(shown)) return <NoneYet />
  return (
    <>
      <Filters unread={first.unread} />
      {items.length === 0 ? (
        <NoneHere of={shown} />
      ) : (
        <Records ref={list} isStale={shown !== filter}>
          <Days notifications={items} />
          <ShowMore more={more} loading={loadingMore} />
        </Records>
      )}
    </>
  )
}

const isFiltered = (filter: NotificationsSearch) => Object.keys(filter).length > 0

function Days({ notifications }: { notifications: Notification[] }) {
  const lines = useRef<HTMLDivElement>(null)
  const keepFocus = useFocusInPlace(
    lines,
    notifications.map(({ id }) => id),
  )
  return (
    <div ref={lines}>
      {byDay(notifications).map(({ day, happened }) => (
        <section key={day} className={styles.day}>
          <Title order={2} size="h3" mb="xs">
            {day}
          </Title>
          <Card padding={0}>
            {happened.map((notification) => (
              <NewsLine
                key={notification.id}
                notification={notification}
                underDay
                onMark={() => keepFocus(notification.id)}
              />
            ))}
          </Card>
        </section>
      ))}
    </div>
  )
}

/** Among the unread ones a line goes when it was marked, and the focus with it: the line that takes its place has it then. */
function useFocusInPlace(lines: RefObject<HTMLElement | null>, ids: string[]) {
  const going = useRef<{ id: string; at: number } | null>(null)
  useEffect(() => {
    if (!going.current || ids.includes(going.current.id)) return
    const { at } = going.current
    going.current = null
    const left = lines.current?.querySelectorAll<HTMLElement>('article') ?? []
    const next = left[Math.min(at, left.length - 1)]
    if (document.activeElement === document.body) next?.querySelector<HTMLElement>('a, button')?.focus()
  }, [ids, lines])
  useEffect(() => () => void (going.current && focusHeading()), [])
  return (id: string) => {
    going.current = { id, at: ids.indexOf(id) }
  }
}

const NoneYet = () => (
  <EmptyState icon={IconBell} title="No notifications yet">
    Here you read who invited you, who answered, and what changed in the access you have.
  </EmptyState>
)

function NoneHere({ of: { show, organization, group } }: { of: NotificationsSearch }) {
  const { showAll } = useNotificationsAddress()
  if (show === 'unread' && !organization && !group)
    return (
      <EmptyState icon={IconBell} title="All read">
        What is new appears here until you have followed it, or marked it as read.
      </EmptyState>
    )
  return (
    <NoRecords title={show === 'unread' ? 'All read' : 'Nothing of this kind'} onShowAll={showAll}>
      {show === 'unread' ? 'Nothing that you chose here is unread.' : 'You have no notifications that fit.'}
    </NoRecords>
  )
}
