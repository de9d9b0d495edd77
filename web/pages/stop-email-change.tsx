import { Button, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { findStoppableChange, stopEmailChange } from '../../shared/accounts.ts'
import { reading, useWrite } from '../api.ts'
import { forgetSecret, secretHeader, useInvitationSecret } from '../invitation-secret.ts'
import { paths } from '../paths.ts'
import { isProblem } from '../problem.ts'
import { useHeadingFocus } from '../ui/focus.ts'
import { PageHeading } from '../ui/heading.tsx'
import { Letter, LetterActions } from '../ui/letter.tsx'
import { LetterSkeleton } from '../ui/letter-skeleton.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Problem } from '../ui/problem.tsx'

/** Where the notice to the old address leads: whoever holds it needs no session. Opening the link changes nothing (SPEC I3). */
export default function StopEmailChange() {
  const { id } = useParams({ from: '/email-changes/$id' })
  const secret = useInvitationSecret(id)
  const looked = useLook(id, secret)
  const { stop, stopping } = useStop(id, secret ?? '')
  const over = [looked.error, stopping.error].find((error) => isProblem(error) && !error.passing)
  useHeadingFocus(stopping.isSuccess ? 'stopped' : over ? 'over' : looked.isLoading ? '' : 'asked')
  if (stopping.isSuccess) return <Stopped />
  if (over) return <NothingToStop why={over.message} />
  if (!secret) return <NothingToStop why="This link is not whole. Use the one in the mail." />
  if (looked.isLoading) return <LetterSkeleton label="Loading the change of your email" />
  return (
    <Letter
      head={<PageHeading>Stop the change of your email?</PageHeading>}
      foot="Did you ask for it yourself? Then there is nothing to do here."
    >
      <Stack gap="lg">
        <Text>
          Somebody who was signed in to your account asked to replace this address by another one. If that was not you,
          stop it: your address stays, and everybody who is signed in to your account is signed out.
        </Text>
        <Problem error={stopping.error} onRetry={stop} />
        <LetterActions>
          <Button size="md" onClick={stop} loading={stopping.isPending}>
            Stop the change
          </Button>
        </LetterActions>
      </Stack>
    </Letter>
  )
}

/** Whether there is anything to stop. Without an answer one can still try. */
const useLook = (id: string, secret: string | null) =>
  useQuery({
    ...reading(findStoppableChange, { id }, { authorization: secretHeader(secret) }),
    enabled: secret !== null,
  })

function useStop(id: string, token: string) {
  const cache = useQueryClient()
  const stopping = useWrite(stopEmailChange, { refresh: [] })
  const stop = () =>
    stopping.mutate(
      { id, token },
      {
        onSuccess: () => {
          // Every session has ended, also one in this browser.
          cache.clear()
          forgetSecret(id)
        },
      },
    )
  return { stop, stopping }
}

const Stopped = () => (
  <Letter head={<PageHeading>The change is stopped</PageHeading>}>
    <Stack gap="lg">
      <Text>
        Your address stays as it was, and everybody is signed out. Set a new password now, or sign in with a mailed
        code.
      </Text>
      <LetterActions>
        <ButtonLink to={paths.resetPassword} size="md">
          Set a new password
        </ButtonLink>
        <ButtonLink to={paths.signIn} size="md" variant="default">
          Sign in
        </ButtonLink>
      </LetterActions>
    </Stack>
  </Letter>
)

const NothingToStop = ({ why }: { why: string }) => (
  <Letter head={<PageHeading>Nothing to stop</PageHeading>}>
    <Stack gap="lg">
      <Text>{why}</Text>
      <Text>If you cannot sign in with your address any more, tell the admins of your organization.</Text>
      <LetterActions>
        <ButtonLink to={paths.signIn} size="md" variant="default">
          Sign in
        </ButtonLink>
      </LetterActions>
    </Stack>
  </Letter>
)
