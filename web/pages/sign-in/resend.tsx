import { Text } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { sendCode } from '../../../shared/accounts.ts'
import { useWrite } from '../../api.ts'
import { Problem } from '../../ui/problem.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { toast } from '../../ui/toast.tsx'

const secondsToWait = 30

type ResendProps = {
  email: string
  type?: 'sign-in' | 'forget-password'
  /** When the last code was sent, in milliseconds; 0 when that one is dead and waiting makes no sense. */
  sentAt: number
  onSent: () => void
}

/** Another code, once the first one had the time to arrive. */
export function Resend({ email, type = 'sign-in', sentAt, onSent }: ResendProps) {
  const sending = useWrite(sendCode, { refresh: [] })
  const left = useSecondsLeft(sentAt + secondsToWait * 1000)
  const resend = () => sending.mutate({ email, type }, { onSuccess: tell })
  const tell = () => {
    toast(`New code sent to ${email}`)
    onSent()
  }
  if (left > 0) return <Waiting seconds={left} />
  return (
    <>
      <TextButton onClick={() => sending.isPending || resend()}>Send a new code</TextButton>
      <Problem error={sending.error} />
    </>
  )
}

const Waiting = ({ seconds }: { seconds: number }) => (
  <Text size="sm" c="dimmed" className="tabular">
    New code in 0:{String(seconds).padStart(2, '0')}
  </Text>
)

const useSecondsLeft = (until: number): number =>
  useSyncExternalStore(everySecond, () => Math.max(0, Math.ceil((until - Date.now()) / 1000)))

function everySecond(tell: () => void) {
  const timer = setInterval(tell, 1000)
  return () => clearInterval(timer)
}
