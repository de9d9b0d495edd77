import { Box, Button, Card, SegmentedControl, Skeleton, Stack, Title } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue } from 'react'
import { listNotifications } from '../../shared/notifications.ts'
import { useReadList } from '../api.ts'
import { NewsLine, useMarkAsRead } from '../frames/news-line.tsx'
import { useMe } from '../me.ts'
import { byDay } from '../ui/day-groups.ts'
import { Loaded } from '../ui/loaded.tsx'
import { EmptyState, PageHeader } from '../ui/page.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import styles from './notifications/notifications.module.css'

export default function Notifications() {
  const { unreadNotifications: unread } = useMe()
  const { show } = useSearch({ from: '/signed-in/lobby/notifications' })
  const shown = useDeferredValue(show)
  return (
    <Box maw={760} mx="auto">
      <PageHeader title="Notifications" actions={unread > 0 && <MarkAllAsRead />} />
      <Filter unread={unread} />
      <Loaded label="Loading notifications" skeleton={<Ghosts />}>
        <Days onlyUnread={shown === 'unread'} />
      </Loaded>
    </Box>
  )
}

function MarkAllAsRead() {
  const marking = useMarkAsRead()
  return (
    <Button variant="default" loading={marking.isPending} onClick={() => marking.mutate({ all: true })}>
      Mark all as read
    </Button>
  )
}

function Filter({ unread }: { unread: number }) {
  const { show = 'all' } = useSearch({ from: '/signed-in/lobby/notifications' })
  const navigate = useNavigate({ from: '/notifications' })
  const choose = (chosen: string) =>
    void navigate({ search: chosen === 'unread' ? { show: 'unread' } : {}, replace: true, resetScroll: false })
  return (
    <SegmentedControl
      aria-label="Show"
      value={show}
      onChange={choose}
      mb="md"
      data={[
        { value: 'all', label: 'All' },
        { value: 'unread', label: unread > 0 ? `Unread ${unread}` : 'Unread' },
      ]}
    />
  )
}

function Days({ onlyUnread }: { onlyUnread: boolean }) {
  const { items, more, loadingMore } = useReadList(listNotifications, { unread: onlyUnread ? 'true' : 'false' })
  if (items.length === 0) return <Nothing onlyUnread={onlyUnread} />
  return (
    <>
      {byDay(items).map(({ day, happened }) => (
        <section key={day} className={styles.day}>
          <Title order={2} size="h3" mb="xs">
            {day}
          </Title>
          <Card padding={0}>
            {happened.map((notification) => (
              <NewsLine key={notification.id} notification={notification} />
            ))}
          </Card>
        </section>
      ))}
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}

const Nothing = ({ onlyUnread }: { onlyUnread: boolean }) =>
  onlyUnread ? (
    <EmptyState icon={IconBell} title="All read">
      What is new appears here until you have followed it, or marked it as read.
    </EmptyState>
  ) : (
    <EmptyState icon={IconBell} title="No notifications yet">
      Here you read who invited you, who accepted, and what changed in the access you have.
    </EmptyState>
  )

const Ghosts = () => (
  <Stack gap="xs">
    <Skeleton h={20} w={80} />
    {[0, 1, 2].map((line) => (
      <Skeleton key={line} h={72} radius="lg" />
    ))}
  </Stack>
)
