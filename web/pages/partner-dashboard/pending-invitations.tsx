import { Skeleton, Text, Title } from '@mantine/core'
import { listInvitations, type PendingInvitation } from '../../../shared/invitations.ts'
import { grants, roles } from '../../../shared/permissions.ts'
import { useReadList } from '../../api.ts'
import { AnswerInvitation } from '../../frames/answer-invitation.tsx'
import { placeOf, useMe } from '../../me.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Deadline } from '../../ui/moment.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { variables } from '../../ui/variables.ts'
import { OrganizationMonogram } from '../../ui/who.tsx'
import styles from './partner-dashboard.module.css'

/** What waits for an answer comes before everything else. */
export function PendingInvitations() {
  const { pendingInvitations } = useMe()
  if (pendingInvitations === 0) return null
  return (
    <section className={styles.section}>
      <Title order={2} mb="sm">
        Pending invitations
      </Title>
      <Loaded label="Loading invitations" skeleton={<Skeleton h={78} radius="lg" />}>
        <Invitations />
      </Loaded>
    </section>
  )
}

function Invitations() {
  const { items, more, loadingMore } = useReadList(listInvitations, {})
  return (
    <>
      {items.map((invitation) => (
        <Invitation key={invitation.id} invitation={invitation} />
      ))}
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}

function Invitation({ invitation }: { invitation: PendingInvitation }) {
  const { id, organization, invitedBy, expiresAt } = invitation
  const place = placeOf(organization, useMe())
  return (
    <article className={styles.invitation} style={variables({ '--org': place.color })}>
      <OrganizationMonogram of={place} size={44} />
      <div className={styles.words}>
        <Text fw={600}>{place.name}</Text>
        <Text size="sm" c="dimmed">
          {invitedBy.name} invites you {offerOf(invitation)} · until <Deadline at={expiresAt} />
        </Text>
      </div>
      <AnswerInvitation id={id} company={organization.name} />
    </article>
  )
}

/** "to work on Shortlists, Briefs and Notes", "to the team, as Editor" */
const offerOf = ({ role, permissions }: PendingInvitation): string =>
  role ? `to the team, as ${roles[role]}` : `to work on ${inWords(permissions.map((name) => grants[name].label))}`

const inWords = (labels: string[]) => new Intl.ListFormat('en-GB').format(labels)
