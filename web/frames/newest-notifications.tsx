import { Button, Divider, Group, ScrollArea, Skeleton, Stack, Text, Title } from '@mantine/core'
import { listNotifications } from '../../shared/notifications.ts'
import { useRead } from '../api.ts'
import { useMe } from '../me.ts'
import { paths } from '../paths.ts'
import { TextLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import styles from './newest-notifications.module.css'
import { NewsLine, useMarkAsRead } from './news-line.tsx'

/** The four newest, from the bell. */
export function NewestNotifications({ onLeave }: { onLeave: () => void }) {
  return (
    <>
      <Head />
      <Divider />
      <ScrollArea.Autosize mah="min(440px, calc(100dvh - 240px))" viewportProps={{ tabIndex: 0 }}>
        <Loaded label="Loading notifications" skeleton={<Ghosts />}>
          <Newest onLeave={onLeave} />
        </Loaded>
      </ScrollArea.Autosize>
      <Divider />
      <Group justify="center" p="sm">
        <TextLink to={paths.notifications} size="sm" fw={600} onClick={onLeave}>
          See all notifications
        </TextLink>
      </Group>
    </>
  )
}

function Head() {
  const { unreadNotifications } = useMe()
  const marking = useMarkAsRead()
  return (
    <Group justify="space-between" px="md" py="sm" mih={52}>
      <Title order={2} size="h3" tabIndex={-1} data-autofocus className={styles.title}>
        Notifications
      </Title>
      {unreadNotifications > 0 && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={marking.isPending}
          onClick={() => marking.mutate({ all: true })}
        >
          Mark all as read
        </Button>
      )}
    </Group>
  )
}

function Newest({ onLeave }: { onLeave: () => void }) {
  const { items } = useRead(listNotifications, { limit: 4 })
  if (items.length === 0) return <Text className={styles.nothing}>Nothing yet.</Text>
  return items.map((notification) => <NewsLine key={notification.id} notification={notification} onFollow={onLeave} />)
}

const Ghosts = () => (
  <Stack p="md">
    <Skeleton h={40} />
    <Skeleton h={40} />
  </Stack>
)
