import { Box, Button, Skeleton, Stack } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { listNotifications } from '../../shared/notifications.ts'
import { reading } from '../api.ts'
import { useMarkAsRead } from '../frames/news-line.tsx'
import { useMe } from '../me.ts'
import { paths } from '../paths.ts'
import { focusHeading } from '../ui/focus.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { PageHeader } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { useNotificationsAddress } from './notifications/address.ts'
import { NotificationList } from './notifications/list.tsx'

export default function Notifications() {
  const { markAll, pending, error } = useMarkAll()
  const unread = useUnreadHere()
  return (
    <Box maw={760} mx="auto">
      <PageHeader
        title="Notifications"
        actions={
          <>
            <ButtonLink to={paths.notificationPreferences} variant="default" leftSection={<IconSettings size={18} />}>
              Preferences
            </ButtonLink>
            {unread > 0 && (
              <Button variant="default" loading={pending} onClick={markAll}>
                Mark all as read
              </Button>
            )}
          </>
        }
      />
      <Problem error={error} onRetry={markAll} />
      <Loaded label="Loading notifications" skeleton={<Ghosts />}>
        <NotificationList />
      </Loaded>
    </Box>
  )
}

/** All of them are all that the filter shows: what one does not look at stays unread. */
function useMarkAll() {
  const { show: _, ...among } = useNotificationsAddress().filter
  const marking = useMarkAsRead()
  // The button goes, and the focus with it.
  const markAll = () => marking.mutate({ all: true, ...among }, { onSuccess: focusHeading })
  return { markAll, pending: marking.isPending, error: marking.error }
}

/** How many are unread among those that the filter lets through. */
function useUnreadHere(): number {
  const { unreadNotifications } = useMe()
  const { show: _, ...among } = useNotificationsAddress().filter
  const isFiltered = Object.keys(among).length > 0
  const { data } = useQuery({ ...reading(listNotifications, { ...among, limit: 1 }), enabled: isFiltered })
  return isFiltered ? (data?.unread ?? 0) : unreadNotifications
}

const Ghosts = () => (
  <Stack gap="xs">
    <Skeleton h={36} w={292} radius="md" />
    <Skeleton h={20} w={80} mt="xs" />
    {[0, 1, 2].map((line) => (
      <Skeleton key={line} h={72} radius="lg" />
    ))}
  </Stack>
)
