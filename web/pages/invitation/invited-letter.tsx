import { Box, Divider, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Invitation } from '../../../shared/invitations.ts'
import { grantedLines } from '../../grant-icons.ts'
import { placeOf } from '../../me.ts'
import { Letter, LetterHead, Quote } from '../../ui/letter.tsx'
import { Deadline } from '../../ui/moment.tsx'
import { PermissionList } from '../../ui/permission-list.tsx'

/** Who invites, what they say, what one will work on; below it the smallest form that still works. */
export function InvitedLetter({ invitation, children }: { invitation: Invitation; children: ReactNode }) {
  const { organization, invitedBy, maskedEmail, message } = invitation
  const place = placeOf(organization, null)
  return (
    <Letter
      of={place}
      width={600}
      head={
        <LetterHead of={place} title={`${organization.name} invites you to manage its account`}>
          {invitedBy.name} sent this to {maskedEmail}
        </LetterHead>
      }
      foot={<WorksUntil invitation={invitation} />}
    >
      <Stack gap="lg">
        {message && <Quote>{message}</Quote>}
        <WorkOn invitation={invitation} />
        <Divider />
        {children}
      </Stack>
    </Letter>
  )
}

const WorkOn = ({ invitation: { permissions, dataVisibility } }: { invitation: Invitation }) => (
  <Box>
    <Title order={2} size="h3" mb="sm">
      You will work on
    </Title>
    <PermissionList granted={grantedLines(permissions)} />
    <Text size="sm" c="dimmed" mt="sm">
      {sees[dataVisibility]}
    </Text>
  </Box>
)

const sees = { scoped: 'You will see only your own work.', full: 'You will see all published work.' }

const WorksUntil = ({ invitation: { expiresAt } }: { invitation: Invitation }) => (
  <>
    The invitation works until <Deadline at={expiresAt} />. Not for you? Ignore it, nothing happens.
  </>
)
