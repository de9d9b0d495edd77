import { Alert, Box, Skeleton, Stack, Text } from '@mantine/core'
import { IconMailX } from '@tabler/icons-react'
import { type News, type NotificationPreferences, newsKinds, readPreferences } from '../../shared/notifications.ts'
import { useRead } from '../api.ts'
import { useMe } from '../me.ts'
import { paths } from '../paths.ts'
import { ButtonLink, TextLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Moment } from '../ui/moment.tsx'
import { PageHeader } from '../ui/page.tsx'
import { ChoiceTable } from './notification-preferences/choice-table.tsx'
import { MailRhythm } from './notification-preferences/mail-rhythm.tsx'

/** SPEC 10: what reaches one where, and when mails come. Every choice is saved as it is made. */
export default function Preferences() {
  return (
    <Box maw={760} mx="auto">
      <PageHeader
        title="Notification preferences"
        purpose="What reaches you in the app and by mail, and when. Every choice is saved at once."
        actions={
          <ButtonLink to={paths.notifications} variant="default">
            All notifications
          </ButtonLink>
        }
      />
      <Loaded label="Loading preferences" skeleton={<Ghosts />}>
        <Choices />
      </Loaded>
    </Box>
  )
}

function Choices() {
  const preferences = useRead(readPreferences, {})
  const mayConcern = useMayConcern()
  return (
    <Stack gap="lg">
      <Undelivered failure={preferences.failure} />
      <MailRhythm mails={preferences.mails} />
      <ChoiceTable preferences={preferences.items.filter(({ kind }) => mayConcern(kind))} />
    </Stack>
  )
}

const ofEverybody: News[] = ['invitation', 'teamInvitation', 'invitationExpiring', 'account']

/** Whoever belongs nowhere yet can be invited, and no more. */
function useMayConcern(): (kind: News) => boolean {
  const { organizations, partnerships, requests } = useMe()
  const belongs = organizations.length > 0 || partnerships.length > 0 || requests !== undefined
  return (kind) => belongs || ofEverybody.includes(kind)
}

/** Who gets no mail can learn it only here. */
function Undelivered({ failure }: Pick<NotificationPreferences, 'failure'>) {
  const { user } = useMe()
  if (!failure) return null
  const about = failure.news && newsKinds[failure.news].label
  return (
    <Alert
      color="red"
      icon={<IconMailX size={20} stroke={1.7} />}
      title={`Mail to ${user.email} could not be delivered`}
    >
      <Text size="sm">
        {about ? `It was about “${about}”, ` : 'It was sent '}
        <Moment at={failure.at} />. If the address is no longer right,{' '}
        <TextLink to={paths.account} size="sm">
          change it in your account
        </TextLink>
        .
      </Text>
    </Alert>
  )
}

const Ghosts = () => (
  <Stack gap="lg">
    <Skeleton h={300} radius="lg" />
    <Skeleton h={420} radius="lg" />
  </Stack>
)
