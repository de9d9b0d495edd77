import { Card, Title } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useDeferredValue, useRef } from 'react'
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

export const wanted = ({ show, ...among }: NotificationsSearch) => ({
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
  const days = useRef<HTMLDivElement>(null)
  // Among the unread ones a line goes when it was marked, and with it what had the focus.
  const keepFocus = (id: string) => requestAnimationFrame(() => focusLine(days.current, id))
  return (
    <div ref={days}>
      {byDay(notifications).map(({ day, happened }) => (
        <section key={day} className={styles.day}>
          <Title order={2} size="h3" mb="xs">
            {day}
          </Title>
          <Card padding={0}>
            {happened.map((notification) => (
              <NewsLine key={notification.id} notification={notification} onMarked={() => keepFocus(notification.id)} />
            ))}
          </Card>
        </section>
      ))}
    </div>
  )
}
