import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import type { GetInputPropsReturnType } from '@mantine/form'
import { useState } from 'react'
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
export type Proof = typeof noProof

/** What goes through the door of it: the password, or for those without one the code. */
export const proofIn = ({ currentPassword, otp }: Proof, { hasPassword }: Account) =>
  hasPassword ? { currentPassword } : { otp }

type ProofFieldProps = { of: Account; propsOf: (field: keyof Proof) => GetInputPropsReturnType }

/** ABUSE 3: a browser that was left open gives no account away. */
export const ProofField = ({ of, propsOf }: ProofFieldProps) =>
  of.hasPassword ? <OwnPassword {...propsOf('currentPassword')} /> : <MailedCode email={of.email} {...propsOf('otp')} />

const OwnPassword = (field: GetInputPropsReturnType) => (
  <PasswordInput
    label="Current password"
    description="To be sure that it is you."
    autoComplete="current-password"
    visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
    {...field}
  />
)

/** The code is mailed when it is asked for: whoever only looks gets no mail. */
function MailedCode({ email, ...field }: GetInputPropsReturnType & { email: string }) {
  const [isSent, setSent] = useState(false)
  const sending = useWrite(sendProof, { refresh: [] })
  const send = (onSent: () => void) => sending.mutate({}, { onSuccess: onSent })
  const again = () => send(() => toast(`New code sent to ${email}`))
  if (!isSent)
    return (
      <Stack gap="xs">
        <Text size="sm">To be sure that it is you, we mail a code to {email}.</Text>
        <Problem error={sending.error} onRetry={() => send(() => setSent(true))} />
        <Group>
          <Button variant="default" loading={sending.isPending} onClick={() => send(() => setSent(true))}>
            Mail me a code
          </Button>
        </Group>
        {field.error && (
          <Text size="xs" c="red" role="alert">
            Ask for the code first.
          </Text>
        )}
      </Stack>
    )
  return (
    <Stack gap="xs">
      <CodeInput label="Code that we mailed to you" autoFocus {...(field as Field)} />
      <Problem error={sending.error} onRetry={again} />
      <Group>
        <TextButton onClick={() => sending.isPending || again()}>Send a new code</TextButton>
      </Group>
    </Stack>
  )
}

type Field = { value: string; onChange: (code: string) => void; error?: React.ReactNode }
