import { Button, Divider, Group, ScrollArea, Skeleton, Stack, Text, Title } from '@mantine/core'
import { readMe } from '../../shared/accounts.ts'
import { listNotifications, type Notification, readNotifications } from '../../shared/notifications.ts'
import { useRead, useWrite } from '../api.ts'
import { placeOf, useMe } from '../me.ts'
import { paths } from '../paths.ts'
import { TextLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { NotificationLine } from '../ui/notification-line.tsx'
import styles from './newest-notifications.module.css'

/** The four newest, from the bell. */
export function NewestNotifications({ onLeave }: { onLeave: () => void }) {
  const reading = useWrite(readNotifications, { refresh: [listNotifications, readMe] })
  return (
    <>
      <Group justify="space-between" px="md" py="sm">
        <Title order={2} size="h3" tabIndex={-1} data-autofocus className={styles.title}>
          Notifications
        </Title>
        <Button variant="subtle" size="compact-sm" onClick={() => reading.mutate({ all: true })}>
          Mark all as read
        </Button>
      </Group>
      <Divider />
      <ScrollArea.Autosize mah={440} viewportProps={{ tabIndex: 0 }}>
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

function Newest({ onLeave }: { onLeave: () => void }) {
  const { items } = useRead(listNotifications, { limit: 4 })
  if (items.length === 0) return <Text className={styles.nothing}>Nothing yet.</Text>
  return items.map((notification) => <NewsLine key={notification.id} notification={notification} onLeave={onLeave} />)
}

function NewsLine({ notification, onLeave }: { notification: Notification; onLeave: () => void }) {
  const me = useMe()
  const { organization, text, detail, createdAt, readAt, path } = notification
  return (
    <NotificationLine
      organization={placeOf(organization, me)}
      text={text}
      to={path}
      onFollow={onLeave}
      detail={detail}
      at={createdAt}
      unread={readAt === null}
    />
  )
}

const Ghosts = () => (
  <Stack p="md">
    <Skeleton h={40} />
    <Skeleton h={40} />
  </Stack>
)
