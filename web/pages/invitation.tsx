import { Text } from '@mantine/core'
import { PageHeading } from '../ui/heading.tsx'
import { Letter } from '../ui/letter.tsx'

export default function Invitation() {
  return (
    <Letter width={460} head={<PageHeading>Invitation</PageHeading>}>
      <Text>Who invites you, and what to.</Text>
    </Letter>
  )
}
