import { Button, Stack, Text } from '@mantine/core'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { isSignedOut } from '../api.ts'
import { isProblem } from '../problem.ts'
import { focusHeading } from '../ui/focus.ts'
import { PageHeading } from '../ui/heading.tsx'

/** Instead of a page inside a frame: the frame stays, and the words are the server's. */
export function PageRefused({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const { reset: forgetErrors } = useQueryErrorResetBoundary()
  const tryAgain = () => {
    forgetErrors()
    reset()
    void router.invalidate()
  }
  // It can come in place of a page that one was in the middle of.
  useEffect(focusHeading, [])
  if (isSignedOut(error)) return null
  return (
    <Stack gap="md" align="flex-start" maw="60ch">
      <PageHeading>{titleOf(error)}</PageHeading>
      <Text>{wordsOf(error)}</Text>
      {mayRetry(error) && <Button onClick={tryAgain}>Try again</Button>}
    </Stack>
  )
}

const nothing = 'This page does not exist, or you may not see it.'

/** Instead of a page that does not exist for this person. The same words as for one that does not exist at all. */
export const NothingHere = () => (
  <Stack gap="md" align="flex-start" maw="60ch">
    <PageHeading>Nothing to see here</PageHeading>
    <Text>{nothing}</Text>
  </Stack>
)

function titleOf(error: unknown) {
  if (mayRetry(error)) return 'This page could not be shown'
  return isProblem(error) && error.status === 403 ? 'You may not see this page' : 'Nothing to see here'
}

const mayRetry = (error: unknown) => !isProblem(error) || error.passing

function wordsOf(error: unknown) {
  if (!isProblem(error)) return 'This page broke down. That is our fault.'
  return error.status === 404 ? nothing : error.message
}
