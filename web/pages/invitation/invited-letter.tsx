import { Box, Divider, Stack, Text, Title } from '@mantine/core'
import { IconEye, IconPencil, IconShieldCog } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Invitation } from '../../../shared/invitations.ts'
import { type Role, roleAllows, roles } from '../../../shared/permissions.ts'
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
        <LetterHead of={place} title={titleOf(invitation)}>
          {invitedBy.name} sent this to {maskedEmail}
        </LetterHead>
      }
      foot={<WorksUntil invitation={invitation} />}
    >
      <Stack gap="lg">
        {message && <Quote>{message}</Quote>}
        {invitation.role ? (
          <RoleOffered role={invitation.role} kind={organization.kind} />
        ) : (
          <WorkOn invitation={invitation} />
        )}
        <Divider />
        {children}
      </Stack>
    </Letter>
  )
}

const titleOf = ({ as, organization: { name } }: Invitation) =>
  as === 'member' ? `${name} invites you to its team` : `${name} invites you to manage its account`

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

type RoleOfferedProps = { role: Role; kind: Invitation['organization']['kind'] }

/** SPEC O2: of a member the role says it all. */
const RoleOffered = ({ role, kind }: RoleOfferedProps) => (
  <Box>
    <Title order={2} size="h3" mb="sm">
      You will be
    </Title>
    <PermissionList granted={[{ label: roles[role], allows: roleAllows[kind][role], icon: roleIcons[role] }]} />
  </Box>
)

const roleIcons = { admin: IconShieldCog, editor: IconPencil, viewer: IconEye }

const sees = { scoped: 'You will see only your own work.', full: 'You will see all published work.' }

const WorksUntil = ({ invitation: { expiresAt } }: { invitation: Invitation }) => (
  <>
    The invitation works until <Deadline at={expiresAt} />. Not for you? Ignore it, nothing happens.
  </>
)
