import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { findInvitation, type Invitation } from '../../shared/invitations.ts'
import { reading } from '../api.ts'
import { secretHeader, useInvitationSecret } from '../invitation-secret.ts'
import { useHeadingFocus } from '../ui/focus.ts'
import { LetterSkeleton } from '../ui/letter-skeleton.tsx'
import { AnswerCase } from './invitation/answer-case.tsx'
import { ClaimCase } from './invitation/claim-case.tsx'
import { ClosedCase } from './invitation/closed-case.tsx'
import { type Case, useTyped } from './invitation/in-common.ts'
import { OtherAddressCase } from './invitation/other-address-case.tsx'
import { SignInCase } from './invitation/sign-in-case.tsx'
import { UnreadableInvitation } from './invitation/unreadable.tsx'

/** Every case of SPEC I5. Looking changes nothing; the door says who is looking and what is possible. */
export default function InvitationPage() {
  const { id } = useParams({ from: '/invitations/$id' })
  const secret = useInvitationSecret(id)
  const { data: invitation, error, refetch } = useInvitation(id, secret)
  const typed = useTyped()
  useHeadingFocus(invitation ? `${invitation.state} ${invitation.viewer}` : '')
  if (!invitation && error) return <UnreadableInvitation error={error} onRetry={() => void refetch()} />
  if (!invitation) return <LetterSkeleton label="Loading the invitation" />
  return <Right invitation={invitation} secret={secret} typed={typed} />
}

/** With another secret one may be shown something else, so it is another question. */
function useInvitation(id: string, secret: string | null) {
  const read = reading(findInvitation, { id }, { authorization: secretHeader(secret) })
  return useQuery<Invitation>({ ...read, queryKey: [...read.queryKey, secret] })
}

function Right(props: Case) {
  const { state, viewer } = props.invitation
  if (state !== 'pending') return <ClosedCase invitation={props.invitation} />
  if (viewer === 'invitee') return <AnswerCase {...props} />
  if (viewer === 'other') return <OtherAddressCase invitation={props.invitation} />
  return viewer === 'claim' && props.secret ? <ClaimCase {...props} /> : <SignInCase {...props} />
}
