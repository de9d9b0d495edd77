import { Text } from '@mantine/core'
import { PageHeading } from '../ui/heading.tsx'
import { Letter } from '../ui/letter.tsx'

export default function ResetPassword() {
  return (
    <Letter width={460} head={<PageHeading>Reset password</PageHeading>}>
      <Text>We mail you a 6-digit code. With it you set a new password.</Text>
    </Letter>
  )
}
