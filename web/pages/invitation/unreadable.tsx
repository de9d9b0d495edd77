import { Button, Stack, Text } from '@mantine/core'
import { paths } from '../../paths.ts'
import { isProblem } from '../../problem.ts'
import { PageHeading } from '../../ui/heading.tsx'
import { Letter, LetterActions } from '../../ui/letter.tsx'
import { ButtonLink } from '../../ui/link.tsx'

/** No such invitation, or nobody answered. */
export function UnreadableInvitation({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (isProblem(error) && !error.passing && error.status !== 429) return <UnknownInvitation />
  return (
    <Letter head={<PageHeading>This invitation could not be shown</PageHeading>}>
      <Stack gap="lg">
        <Text>{isProblem(error) ? error.message : 'This page broke down. That is our fault.'}</Text>
        <LetterActions>
          <Button size="md" onClick={onRetry}>
            Try again
          </Button>
        </LetterActions>
      </Stack>
    </Letter>
  )
}

const UnknownInvitation = () => (
  <Letter head={<PageHeading>There is no such invitation</PageHeading>}>
    <Stack gap="lg">
      <Text>The address may be incomplete. Open the link in the mail once more, or ask whoever invited you.</Text>
      <LetterActions>
        <ButtonLink to={paths.home} size="md">
          Go to the start
        </ButtonLink>
      </LetterActions>
    </Stack>
  </Letter>
)
