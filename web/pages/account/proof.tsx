import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import type { GetInputPropsReturnType } from '@mantine/form'
import { type FormEvent, type ReactNode, useState } from 'react'
import { sendProof } from '../../../shared/accounts.ts'
import { useWrite } from '../../api.ts'
import { CodeInput } from '../../ui/code-input.tsx'
import { Problem } from '../../ui/problem.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { toast } from '../../ui/toast.tsx'

/** Of whom it is asked. */
export type Account = { email: string; name: string; hasPassword: boolean }

/** What a form that asks for a proof holds beside its own fields. */
export const noProof = { currentPassword: '', otp: '' }
type Proof = typeof noProof

/** What goes through the door of it: the password, or for those without one the code. */
export const proofIn = ({ currentPassword, otp }: Proof, { hasPassword }: Account) =>
  hasPassword ? { currentPassword } : { otp }

/**
 * ABUSE 3: a browser that was left open gives no account away. Whoever has no password is mailed a code when they ask for it, so
 * that who only looks gets no mail, and once the rest of the form `isRight`, so that none is mailed in vain.
 */
export function useProof(of: Account, isRight: () => boolean = () => true) {
  const [isSent, setSent] = useState(false)
  const sending = useWrite(sendProof, { refresh: [] })
  const send = () => isRight() && sending.mutate({}, { onSuccess: () => setSent(true) })
  const sendAgain = () => sending.mutate({}, { onSuccess: () => toast(`New code sent to ${of.email}`) })
  const isDue = !of.hasPassword && !isSent
  /** The first time a form is sent it asks for the code. */
  const before = (submit: Submit) => (event?: FormEvent<HTMLFormElement>) => {
    if (!isDue) return submit(event)
    event?.preventDefault()
    if (!sending.isPending) send()
  }
  return { of, isDue, before, send, sendAgain, sending: sending.isPending, problem: sending.error }
}

type Submit = (event?: FormEvent<HTMLFormElement>) => void
type Proving = ReturnType<typeof useProof>
type ProofFieldProps = { proof: Proving; propsOf: (field: keyof Proof) => GetInputPropsReturnType }

export function ProofField({ proof, propsOf }: ProofFieldProps) {
  if (proof.of.hasPassword) return <OwnPassword {...propsOf('currentPassword')} />
  if (!proof.isDue) return <MailedCode proof={proof} field={propsOf('otp') as Field} />
  return (
    <>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        To be sure that it is you, we mail a code to {proof.of.email} first.
      </Text>
      <Problem error={proof.problem} onRetry={proof.send} />
    </>
  )
}

/** The button of the form, once it has all that it asks for. */
export const OnceProven = ({ proof, children }: { proof: Proving; children: ReactNode }) =>
  proof.isDue ? (
    <Button type="submit" loading={proof.sending}>
      Mail me a code
    </Button>
  ) : (
    children
  )

const OwnPassword = (field: GetInputPropsReturnType) => (
  <PasswordInput
    label="Current password"
    description="To be sure that it is you."
    autoComplete="current-password"
    visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
    {...field}
  />
)

type Field = { value: string; onChange: (code: string) => void; error?: ReactNode }

const MailedCode = ({ proof, field }: { proof: Proving; field: Field }) => (
  <Stack gap="xs">
    <CodeInput label="Code that we mailed to you" autoFocus {...field} />
    <Problem error={proof.problem} onRetry={proof.sendAgain} />
    <Group>
      <TextButton onClick={() => proof.sending || proof.sendAgain()}>Send a new code</TextButton>
    </Group>
  </Stack>
)
