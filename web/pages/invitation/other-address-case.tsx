import { Box, Button, Divider, Group, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { readMe, signOut } from '../../../shared/accounts.ts'
import { findInvitation, type Invitation } from '../../../shared/invitations.ts'
import { reading, useWrite } from '../../api.ts'
import { forgetDrafts } from '../../kept-drafts.ts'
import { placeOf } from '../../me.ts'
import { paths } from '../../paths.ts'
import { PageHeading } from '../../ui/heading.tsx'
import { Letter, LetterActions } from '../../ui/letter.tsx'
import { ButtonLink } from '../../ui/link.tsx'
import { Problem } from '../../ui/problem.tsx'
import { PersonAvatar } from '../../ui/who.tsx'
import styles from './other-address-case.module.css'

/** Signed in as somebody else: names both addresses. Trying costs nothing, the invitation stays open. */
export function OtherAddressCase({ invitation }: { invitation: Invitation }) {
  const { organization, invitedBy, maskedEmail, signedInAs } = invitation
  const leaving = useWrite(signOut, { refresh: [findInvitation] })
  const cache = useQueryClient()
  // What was read as that person goes with them. The invitation stays: it has just been read anew, by nobody.
  const forget = () => {
    forgetDrafts()
    cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== findInvitation.route })
  }
  const leave = () => leaving.mutate({}, { onSettled: forget })
  const me = useQuery({ ...reading(readMe, {}), enabled: !leaving.isPending && !leaving.isSuccess })
  return (
    <Letter
      of={placeOf(organization, null)}
      head={<PageHeading>This invitation is for another address</PageHeading>}
      foot={`You can also ask ${invitedBy.name} at ${organization.name} to invite the address you use here.`}
    >
      <Stack gap="lg">
        <div className={styles.addresses}>
          <Address label="Invited" address={maskedEmail} />
          <Divider />
          <Address label="Signed in" address={signedInAs ?? ''} name={me.data?.user.name || signedInAs || ''} />
        </div>
        <Text size="sm">
          Sign in as the invited person to accept. You come back here, and the invitation stays open meanwhile.
        </Text>
        <Problem error={leaving.error} onRetry={leave} />
        <LetterActions>
          <Button size="md" onClick={leave} loading={leaving.isPending}>
            Sign out and continue
          </Button>
          <ButtonLink to={paths.home} size="md" variant="default">
            Back to my dashboard
          </ButtonLink>
        </LetterActions>
      </Stack>
    </Letter>
  )
}

const Address = ({ label, address, name }: { label: string; address: string; name?: string }) => (
  <Group p="md" gap="sm" wrap="nowrap">
    <PersonAvatar name={name} size={36} />
    <Box miw={0}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={600} truncate title={address}>
        {address}
      </Text>
    </Box>
  </Group>
)
