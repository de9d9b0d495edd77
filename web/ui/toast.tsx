import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { isProblem } from '../problem.ts'

/** Says that something was done, in one sentence. */
export const toast = (message: string) =>
  void notifications.show({ message, color: 'green', icon: <IconCheck size={18} /> })

/** A refusal of something that has no form to stand in, such as an entry of a menu. Stays longer: it has to be read. */
export const toastProblem = (error: Error) => toastRefusal(wordsOf(error))

export const toastRefusal = (message: string) =>
  void notifications.show({ message, color: 'red', icon: <IconAlertTriangle size={18} />, autoClose: 12_000 })

const wordsOf = (error: Error) => (isProblem(error) ? error.message : 'This did not work. Load the page again.')
