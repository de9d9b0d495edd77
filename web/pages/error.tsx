import { Button, Stack, Text } from '@mantine/core'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { isSignedOut } from '../api.ts'
import { paths } from '../paths.ts'
import { isNotFound, isProblem } from '../problem.ts'
import { PageHeading } from '../ui/heading.tsx'
import { Letter, LetterActions } from '../ui/letter.tsx'
import { ButtonLink } from '../ui/link.tsx'

export const NotFound = () => (
  <Letter head={<PageHeading>Nothing to see here</PageHeading>} foot="Whoever sent you the address may know more.">
    <Stack gap="lg">
      <Text>This page does not exist, or you may not see it.</Text>
      <LetterActions>
        <ButtonLink to={paths.home} size="md">
          Go to the start
        </ButtonLink>
      </LetterActions>
    </Stack>
  </Letter>
)

/** Instead of a page that could not be shown. Who is signed out is on the way to the sign-in page already. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  if (isSignedOut(error)) return null
  if (isNotFound(error)) return <NotFound />
  return <Failed error={error} reset={reset} />
}

function Failed({ error, reset }: Pick<ErrorComponentProps, 'error' | 'reset'>) {
  const router = useRouter()
  const { reset: forgetErrors } = useQueryErrorResetBoundary()
  const tryAgain = () => {
    forgetErrors()
    reset()
    void router.invalidate()
  }
  const words = isProblem(error) ? error.message : 'This page broke down. That is our fault.'
  return (
    <Letter head={<PageHeading>This page could not be shown</PageHeading>}>
      <Stack gap="lg">
        <Text>{words}</Text>
        <LetterActions>
          <Button size="md" onClick={tryAgain}>
            Try again
          </Button>
          <ButtonLink to={paths.home} size="md" variant="default">
            Go to the start
          </ButtonLink>
        </LetterActions>
      </Stack>
    </Letter>
  )
}
