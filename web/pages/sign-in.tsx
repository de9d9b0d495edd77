import { Text } from '@mantine/core'
import { PageHeading } from '../ui/heading.tsx'
import { Letter } from '../ui/letter.tsx'

export default function SignIn() {
  return (
    <Letter width={460} head={<PageHeading>Sign in</PageHeading>}>
      <Text>We mail you a 6-digit code.</Text>
    </Letter>
  )
}
