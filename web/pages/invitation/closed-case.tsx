import { Stack, Text } from '@mantine/core'
import type { Invitation } from '../../../shared/invitations.ts'
import { placeOf } from '../../me.ts'
import { paths } from '../../paths.ts'
import { longDate } from '../../ui/instant.ts'
import { Letter, LetterActions, LetterHead } from '../../ui/letter.tsx'
import { ButtonLink } from '../../ui/link.tsx'

/** Not open any more: which it is, whom to ask, one way on. */
export function ClosedCase({ invitation }: { invitation: Invitation }) {
  const { organization } = invitation
  const { title, sentence } = closedWords(invitation)
  const way = wayOn(invitation)
  return (
    <Letter of={placeOf(organization, null)} head={<LetterHead of={placeOf(organization, null)} title={title} />}>
      <Stack gap="lg">
        <Text>{sentence}</Text>
        <LetterActions>
          <ButtonLink to={way.to} {...(way.search && { search: way.search })} size="md">
            {way.label}
          </ButtonLink>
        </LetterActions>
      </Stack>
    </Letter>
  )
}

export function closedWords({ as, state, viewer, organization, invitedBy, expiresAt, endedAt }: Invitation) {
  const ask = `Ask ${invitedBy.name} at ${organization.name}`
  const on = endedAt ? ` on ${longDate(new Date(endedAt))}` : ''
  const you = viewer === 'invitee'
  const words = {
    pending: ['', ''],
    expired: ['This invitation has expired', `It worked until ${longDate(new Date(expiresAt))}. ${ask} for a new one.`],
    cancelled: ['This invitation was cancelled', `${organization.name} took it back${on}. ${ask} what happened.`],
    revoked:
      as === 'member'
        ? ['This membership has ended', `It ended${on}. To come back, ask ${invitedBy.name} for a new invitation.`]
        : ['This invitation was revoked', `${organization.name} ended it${on}. ${ask} what happened.`],
    declined: you
      ? ['You declined this invitation', `That was${on}. Did you change your mind? ${ask} for a new one.`]
      : ['This invitation was declined', `The invited person answered${on}. ${ask} for a new one.`],
    active: you
      ? ['You accepted this invitation', `The workspace of ${organization.name} is open to you.`]
      : ['This invitation was accepted', `The invited person signs in to work. Not you? ${ask}.`],
  }
  const [title, sentence] = words[state] as [string, string]
  return { title, sentence }
}

type Way = { to: string; label: string; search?: { back: string } }

function wayOn({ as, state, viewer, organization }: Invitation): Way {
  const workspace = paths.workspace(organization.slug)
  const signedIn = viewer === 'invitee' || viewer === 'other'
  if (state === 'active' && viewer === 'invitee') return { to: workspace, label: 'Open workspace' }
  if (signedIn && as === 'member') return { to: paths.home, label: 'Go to the start' }
  if (signedIn) return { to: paths.partnerDashboard, label: 'Go to Partner Dashboard' }
  return { to: paths.signIn, label: 'Sign in', ...(state === 'active' && { search: { back: workspace } }) }
}
