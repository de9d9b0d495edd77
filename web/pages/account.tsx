import { Stack } from '@mantine/core'
import { useMe } from '../me.ts'
import { PageHeader } from '../ui/page.tsx'
import { PasswordCard } from './account/password-card.tsx'
import { ProfileCard } from './account/profile-card.tsx'
import { SessionsCard } from './account/sessions-card.tsx'

/** Oneself: every card saves by itself. */
export default function Account() {
  const { user } = useMe()
  return (
    <Stack gap="lg" maw={760} mx="auto">
      <PageHeader title="Account" purpose="Your name, how you sign in, and where you are signed in." />
      <ProfileCard user={user} />
      <PasswordCard email={user.email} hasPassword={user.hasPassword} />
      <SessionsCard />
    </Stack>
  )
}
