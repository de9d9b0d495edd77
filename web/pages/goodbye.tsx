import { Stack, Text } from '@mantine/core'
import { paths } from '../paths.ts'
import { PageHeading } from '../ui/heading.tsx'
import { Letter, LetterActions } from '../ui/letter.tsx'
import { ButtonLink } from '../ui/link.tsx'

/** After the account is gone. */
export default function Goodbye() {
  return (
    <Letter head={<PageHeading>Your account is deleted</PageHeading>} foot="One last mail says the same.">
      <Stack gap="lg">
        <Text>
          Your name, address and personal notes are gone, and you are signed out everywhere. What you made for
          organizations stays with them.
        </Text>
        <LetterActions>
          <ButtonLink to={paths.signIn} size="md" variant="default">
            Sign up again
          </ButtonLink>
        </LetterActions>
      </Stack>
    </Letter>
  )
}
