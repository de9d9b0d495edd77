import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import {
  cancelEmailChange,
  changeEmail,
  confirmEmail,
  findEmailChange,
  listSessions,
  readMe,
} from '../../../shared/accounts.ts'
import { useRead, useWrite } from '../../api.ts'
import { focusHeading, focusOnArrival } from '../../ui/focus.ts'
import { useSubmission } from '../../ui/form.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { ConfirmAddress } from './confirm-address.tsx'
import { type Account, noProof, ProofField, proofIn } from './proof.tsx'
import { Section } from './section.tsx'

/** ABUSE 3: proven at both ends, so in two steps: who one is, then the code that came to the new address. */
export const EmailCard = ({ user }: { user: Account }) => (
  <Section title="Email" purpose="You sign in with it, and mails come to it. The organizations you work for see it.">
    <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
      {user.email}
    </Text>
    <Loaded label="Loading your address" skeleton={<Skeleton h={36} w={130} />}>
      <Change user={user} />
    </Loaded>
  </Section>
)

type Step = 'none' | 'asking' | 'asked'

function Change({ user }: { user: Account }) {
  const { pending } = useRead(findEmailChange, {})
  const [step, setStep] = useState<Step>('none')
  // Here, where they outlive what they end: a form that is gone hears of nothing.
  const confirming = useWrite(confirmEmail, { refresh: [readMe, findEmailChange, listSessions] })
  const givingUp = useWrite(cancelEmailChange, { refresh: [findEmailChange] })
  const over = (words: string) => {
    toast(words)
    setStep('none')
    focusHeading()
  }
  if (pending)
    return (
      <ConfirmAddress
        key={pending.id}
        change={pending}
        isFresh={step === 'asked'}
        confirming={confirming}
        givingUp={givingUp}
        onOver={over}
      />
    )
  if (step === 'asking')
    return <NewAddress user={user} onAsked={() => setStep('asked')} onKeep={() => setStep('none')} />
  return (
    <Group>
      <Button variant="default" onClick={() => setStep('asking')}>
        Change email
      </Button>
    </Group>
  )
}

type NewAddressProps = { user: Account; onAsked: () => void; onKeep: () => void }

function NewAddress({ user, onAsked, onKeep }: NewAddressProps) {
  const form = useForm({ initialValues: { email: '', ...noProof } })
  const write = useWrite(changeEmail, { refresh: [findEmailChange] })
  const { submit, problem, sending } = useSubmission(form, write, {
    input: ({ email, ...proof }) => ({ email, ...proofIn(proof, user) }),
    onDone: onAsked,
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label="New email"
          type="email"
          autoComplete="email"
          description={`A code goes there, and a notice to ${user.email}. Nothing changes before you enter the code.`}
          ref={focusOnArrival}
          {...form.getInputProps('email')}
        />
        <ProofField of={user} propsOf={(field) => form.getInputProps(field)} />
        <Problem error={problem} onRetry={submit} />
        <Group gap="xs">
          <Button type="submit" loading={sending}>
            Send code to new address
          </Button>
          <Button variant="default" onClick={onKeep}>
            Keep this address
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
