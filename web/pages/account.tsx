import { Stack } from '@mantine/core'
import { useMe } from '../me.ts'
import { PageHeader } from '../ui/page.tsx'
import { DeleteCard } from './account/delete-card.tsx'
import { EmailCard } from './account/email-card.tsx'
import { ExportCard } from './account/export-card.tsx'
import { PasswordCard } from './account/password-card.tsx'
import { ProfileCard } from './account/profile-card.tsx'
import { SessionsCard } from './account/sessions-card.tsx'

/** Oneself: every card saves by itself. */
export default function Account() {
  const { user } = useMe()
  return (
    <Stack gap="lg" maw={760} mx="auto">
      <PageHeader title="Account" purpose="Your name, how you sign in, and what is kept of you." />
      <ProfileCard name={user.name} />
      <EmailCard user={user} />
      <PasswordCard user={user} />
      <SessionsCard />
      <ExportCard />
      <DeleteCard user={user} />
    </Stack>
  )
}
