import { Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck } from '@tabler/icons-react'
import { TextButton } from './text-button.tsx'

/** Says that something was done, with the one thing that one may want next, such as *Undo*. Stays a little longer. */
export function toastWith(message: string, label: string, onAct: () => void) {
  const act = () => {
    notifications.hide(id)
    onAct()
  }
  const id = notifications.show({
    message: (
      <Group gap="md" wrap="nowrap" justify="space-between">
        <Text size="sm" lineClamp={3}>
          {message}
        </Text>
        <TextButton onClick={act} fw={600} flex="none">
          {label}
        </TextButton>
      </Group>
    ),
    color: 'green',
    icon: <IconCheck size={18} />,
    autoClose: 8000,
  })
}
