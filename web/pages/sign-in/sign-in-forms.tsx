import { AddressForm, type AddressFormProps } from './address-form.tsx'
import { CodeForm } from './code-form.tsx'
import { PasswordForm } from './password-form.tsx'

/** How far one is. The address that was typed goes along. */
export type SignInStep =
  | { name: 'address'; email: string }
  | { name: 'password'; email: string }
  | { name: 'code'; email: string; sentAt: number }

type SignInFormsProps = {
  step: SignInStep
  onStep: (step: SignInStep) => void
  onSignedIn: () => void
} & Pick<AddressFormProps, 'description' | 'refuse' | 'focused'>

/** One field a step: the address, then the code; or both fields of a password. */
export function SignInForms({ step, onStep, onSignedIn, ...ofAddress }: SignInFormsProps) {
  const toAddress = (email: string) => onStep({ name: 'address', email })
  const toPassword = (email: string) => onStep({ name: 'password', email })
  const toCode = (email: string) => onStep({ name: 'code', email, sentAt: Date.now() })
  const { email } = step
  if (step.name === 'password') return <PasswordForm email={email} onCode={toAddress} onSignedIn={onSignedIn} />
  if (step.name === 'address')
    return <AddressForm email={email} onSent={toCode} onPassword={toPassword} {...ofAddress} />
  return (
    <CodeForm
      email={email}
      sentAt={step.sentAt}
      onSentAgain={() => toCode(email)}
      onOtherAddress={() => toAddress(email)}
      onPassword={() => toPassword(email)}
      onSignedIn={onSignedIn}
    />
  )
}
