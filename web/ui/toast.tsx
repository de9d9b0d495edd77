import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'

/** Says that something was done, in one sentence. */
export const toast = (message: string) =>
  void notifications.show({ message, color: 'green', icon: <IconCheck size={18} /> })

/** A refusal of something that has no form to stand in, such as an entry of a menu. Stays longer: it has to be read. */
export const toastRefusal = (words: string) =>
  void notifications.show({
    message: words,
    color: 'red',
    icon: <IconAlertTriangle size={18} />,
    autoClose: 12_000,
  })
