import { Text } from '@mantine/core'
import { PageHeading } from '../ui/heading.tsx'
import { Letter } from '../ui/letter.tsx'

export default function Welcome() {
  return (
    <Letter width={460} head={<PageHeading>Welcome to Human Cloud</PageHeading>}>
      <Text>Tell us your name, and how you sign in.</Text>
    </Letter>
  )
}
