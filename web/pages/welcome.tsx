import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Me } from '../../shared/accounts.ts'
import type { Organization } from '../../shared/organizations.ts'
import { useSignOut } from '../frames/header-end.tsx'
import { useMe } from '../me.ts'
import { paths } from '../paths.ts'
import { readAnew } from '../session.ts'
import { afterSignIn } from '../start.ts'
import { focusOnArrival } from '../ui/focus.ts'
import { useSubmission } from '../ui/form.ts'
import { PageHeading } from '../ui/heading.tsx'
import { Letter } from '../ui/letter.tsx'
import { NewPassword, UsernameForManagers } from '../ui/new-password.tsx'
import { Problem } from '../ui/problem.tsx'
import { SignedInAs } from '../ui/signed-in-as.tsx'
import { useWelcome, type Welcome } from './welcome/steps.ts'

/** After the first sign-in: a name, and what else one wants to begin with (SPEC P3, O1). */
export default function WelcomePage() {
  const { user } = useMe()
  const leave = useSignOut()
  return (
    <Letter
      width={520}
      head={<PageHeading>Welcome to Human Cloud</PageHeading>}
      foot={<SignedInAs email={user.email} onSignOut={leave} />}
    >
      <WelcomeForm email={user.email} />
    </Letter>
  )
}

function WelcomeForm({ email }: { email: string }) {
  const form = useForm<Welcome>({
    initialValues: { name: '', password: '', company: '' },
    validate: { name: (name) => (name.trim() ? null : 'Enter your name.') },
  })
  const begin = useBegin()
  const { back = paths.home } = useSearch({ from: '/signed-in/welcome' })
  const { organizations } = useMe()
  const [joined] = useState(organizations[0])
  // Who comes to answer for a solution, or has joined a team by the domain of their address (SPEC O3), founds no company here.
  const foundsCompany = !joined && !back.startsWith(paths.request(''))
  const { submit, problem, sending } = useSubmission(form, useWelcome(), { onDone: begin })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextInput
          label="Your name"
          description="Shown to the people you work with."
          autoComplete="name"
          ref={focusOnArrival}
          {...form.getInputProps('name')}
        />
        <UsernameForManagers email={email} />
        <NewPassword
          description="Optional. Without one we mail you a code each time. At least 15 characters."
          {...form.getInputProps('password')}
        />
        {joined && <Text>Your address belongs to {joined.name}, so you are in its team.</Text>}
        {foundsCompany && (
          <TextInput
            label="Company name"
            description="Optional. Create a workspace for your company. Leave it empty if you were invited by one."
            autoComplete="organization"
            {...form.getInputProps('company')}
          />
        )}
        <Problem error={problem} onRetry={submit} />
        <Button type="submit" size="md" fullWidth loading={sending}>
          Continue
        </Button>
      </Stack>
    </form>
  )
}

function useBegin() {
  const { back = paths.home } = useSearch({ from: '/signed-in/welcome' })
  const cache = useQueryClient()
  const navigate = useNavigate()
  return (created: Organization | null) => {
    const destination = readAnew(cache).then(
      (me) => beginningOf(me, back, created),
      () => back,
    )
    void destination.then((href) => navigate({ href, replace: true }))
  }
}

/** Where one came for, else what waits, else the new workspace. */
export function beginningOf(me: Me, back: string, created: Organization | null): string {
  const waits = back !== paths.home || me.pendingInvitations > 0
  return created && !waits ? paths.partners(created.slug) : afterSignIn(me, back)
}
