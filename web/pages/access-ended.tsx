import { Box, Stack, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { readMe } from '../../shared/accounts.ts'
import { type EndedPartnership, listEndedPartnerships } from '../../shared/invitations.ts'
import type { Workspace } from '../../shared/organizations.ts'
import { reading, refreshDoors } from '../api.ts'
import { placeOf } from '../me.ts'
import { paths } from '../paths.ts'
import { focusHeading } from '../ui/focus.ts'
import { Letter, LetterActions, LetterHead, Quote } from '../ui/letter.tsx'
import { LetterSkeleton } from '../ui/letter-skeleton.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Deadline } from '../ui/moment.tsx'
import { NotFound } from './error.tsx'

type WorkspaceGoneProps = {
  org: string
  /** What was open here until now. */
  wasOpen?: Workspace | undefined
}

/** Instead of a workspace that is not there: access that has ended is told, everything else does not exist (SPEC G3, V1). */
export function WorkspaceGone({ org, wasOpen }: WorkspaceGoneProps) {
  const cache = useQueryClient()
  // Always asked anew: what was kept may be older than the end.
  const { data, isPending } = useQuery({ ...reading(listEndedPartnerships, { limit: 100 }), gcTime: 0 })
  useEffect(() => void refreshDoors(cache, [readMe]), [cache])
  if (isPending) return <LetterSkeleton label="Looking for this workspace" width={560} />
  // Whoever was a member is not told of a partnership from before.
  if (wasOpen?.as === 'member') return <MembershipEnded organization={wasOpen.organization} />
  const ended = data?.items.find(({ organization }) => organization.slug === org)
  return ended ? <AccessEnded ended={ended} /> : <NotFound />
}

/** The desk has lost the organization's colour: one is outside. */
function AccessEnded({ ended }: { ended: EndedPartnership }) {
  const { organization, endReason, endedBy } = ended
  const left = endedBy?.as === 'partner'
  // It replaces a page at the same address: whoever listens hears it at once.
  useEffect(focusHeading, [])
  return (
    <Letter
      head={
        <LetterHead
          of={placeOf(organization, null)}
          title={left ? `You left ${organization.name}` : `Your access to ${organization.name} has ended`}
        >
          <WhoEnded ended={ended} />
        </LetterHead>
      }
      foot={<WhomToAsk ended={ended} />}
    >
      <Stack gap="lg">
        {endReason && (
          <Part title="Reason">
            <Quote>{endReason}</Quote>
          </Part>
        )}
        <Part title="Your work">
          <Text size="sm">{whatBecomes(organization.name)}</Text>
        </Part>
        <LetterActions>
          <ButtonLink to={paths.partnerDashboard} size="md">
            Go to Partner Dashboard
          </ButtonLink>
        </LetterActions>
      </Stack>
    </Letter>
  )
}

/** SPEC O2. Who ended it, if not oneself elsewhere, the notification says. */
function MembershipEnded({ organization }: Pick<Workspace, 'organization'>) {
  const { name } = organization
  useEffect(focusHeading, [])
  return (
    <Letter
      head={<LetterHead of={placeOf(organization, null)} title={`You are not in the team of ${name} any more`} />}
      foot={`Questions, or a mistake? Ask an admin of ${name}. Only a new invitation brings access back.`}
    >
      <Stack gap="lg">
        <Text>
          {`What you made stays with ${name}, and so do notes that you shared. Your personal notes stay yours: nobody else sees them. What you had not saved is lost.`}
        </Text>
        <LetterActions>
          <ButtonLink to={paths.notifications} size="md">
            See your notifications
          </ButtonLink>
        </LetterActions>
      </Stack>
    </Letter>
  )
}

/** SPEC D11. */
const whatBecomes = (company: string) =>
  `What you published stays with ${company}. Your drafts passed to ${company} too: its admins and editors see them now, marked with your name. Your personal notes stay yours: nobody else sees them. What you had not saved when access ended is lost.`

function WhoEnded({ ended: { endedBy, endedAt } }: { ended: EndedPartnership }) {
  const on = <Deadline at={endedAt} />
  if (endedBy?.as === 'partner') return <>You ended it on {on}.</>
  if (endedBy?.as === 'admin' && endedBy.name)
    return (
      <>
        {`${endedBy.name} ended it on `}
        {on}.
      </>
    )
  return <>It ended on {on}.</>
}

function WhomToAsk({ ended: { endedBy, invitedBy, organization } }: { ended: EndedPartnership }) {
  const admin = endedBy?.as === 'admin' && endedBy.name ? endedBy.name : invitedBy.name
  const question = endedBy?.as === 'partner' ? 'Do you want to come back?' : 'Questions, or a mistake?'
  return `${question} Ask ${admin} at ${organization.name}. Only a new invitation brings access back.`
}

const Part = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <Box>
    <Title order={2} size="h3" mb={4}>
      {title}
    </Title>
    {children}
  </Box>
)
