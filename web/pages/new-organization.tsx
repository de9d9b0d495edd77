import { Text } from '@mantine/core'
import { PageHeading } from '../ui/heading.tsx'
import { Letter } from '../ui/letter.tsx'

export default function NewOrganization() {
  return (
    <Letter width={460} head={<PageHeading>Create an organization</PageHeading>}>
      <Text>You become its first admin.</Text>
    </Letter>
  )
}
