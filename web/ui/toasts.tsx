import { Notifications } from '@mantine/notifications'

/** Where `notifications.show` shows what was done. Loaded after the page: nothing was done before that. */
export default function Toasts() {
  return <Notifications position="bottom-left" autoClose={5000} limit={3} />
}
