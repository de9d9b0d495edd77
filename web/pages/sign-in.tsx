import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouterState, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { readAnew } from '../session.ts'
import { afterSignIn } from '../start.ts'
import { PageHeading } from '../ui/heading.tsx'
import { Letter } from '../ui/letter.tsx'
import { SignInForms, type SignInStep } from './sign-in/sign-in-forms.tsx'

const titles = { address: 'Sign in or sign up', code: 'Check your mail', password: 'Sign in with a password' }
/** Who follows the mail about a request has to prove the mailbox that it came to, and no other (SPEC P4). */
const descriptionFor = (back: string) =>
  back.startsWith(paths.request(''))
    ? 'The address that the request was mailed to. We send it a 6-digit code. No password needed.'
    : 'We mail you a 6-digit code. No password needed.'

const feet = {
  address: 'New here? The same way in: we mail a code, then you tell us your name.',
  code: 'No mail? Look in spam, or check that the address is right.',
  password: 'You set no password? Sign in with a mailed code.',
}

/** The way in, for those who have an account and for those who get one now (SPEC P3). */
export default function SignIn() {
  const { back = paths.home } = useSearch({ from: '/sign-in' })
  const { email = '', withPassword } = useRouterState({ select: ({ location }) => location.state })
  const [step, setStep] = useState<SignInStep>(withPassword ? { name: 'password', email } : { name: 'address', email })
  const enter = useEnter()
  return (
    <Letter width={460} head={<PageHeading>{titles[step.name]}</PageHeading>} foot={feet[step.name]}>
      <SignInForms step={step} onStep={setStep} onSignedIn={enter} focused description={descriptionFor(back)} />
    </Letter>
  )
}

function useEnter() {
  const { back = paths.home } = useSearch({ from: '/sign-in' })
  const cache = useQueryClient()
  const navigate = useNavigate()
  // One is in already: a line that breaks now must not look like a refusal. The next page says that it cannot load.
  const destination = () =>
    readAnew(cache).then(
      (me) => afterSignIn(me, back),
      () => back,
    )
  return () => void destination().then((href) => navigate({ href, replace: true }))
}

/** What pages tell each other about the person beside the address: an address never shows an email address. */
declare module '@tanstack/react-router' {
  interface HistoryState {
    email?: string
    withPassword?: boolean
  }
}
