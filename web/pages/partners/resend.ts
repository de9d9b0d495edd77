import { type Delegation, resendInvitation } from '../../../shared/delegations.ts'
import { useWrite } from '../../api.ts'
import { isProblem } from '../../problem.ts'
import { copy } from '../../ui/copy.ts'
import { toast } from '../../ui/toast.tsx'
import { changed } from './delegation-doors.ts'

const day = 86_400_000

/** A refusal in the server's words, and from when on it can succeed. */
export function wordsWithTime(error: Error, now = new Date()): string {
  const seconds = isProblem(error) ? error.problem.retryAfterSeconds : undefined
  return seconds === undefined
    ? error.message
    : `${error.message} Not before ${timeAt(now.getTime() + seconds * 1000, now)}.`
}

const timeAt = (instant: number, now: Date) =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(instant - now.getTime() >= day && { weekday: 'long' }),
  }).format(Math.ceil(instant / 60_000) * 60_000)

/** The mail again, with a new link and a new time. */
export function useResend(org: string) {
  const resending = useWrite(resendInvitation, { refresh: changed })
  return {
    resend: ({ id, partner }: Delegation, onRefused: (words: string) => void) =>
      resending.mutate(
        { org, id },
        {
          onSuccess: () => toast(`Invitation sent to ${partner.email} again`),
          onError: (error) => onRefused(wordsWithTime(error)),
        },
      ),
    isSending: resending.isPending,
  }
}

/** The address of an invitation into the clipboard; where the browser keeps it closed, the words carry the link. */
export const copyLink = ({ link }: Pick<Delegation, 'link'>) =>
  copy(link, 'Link copied. It has no secret: whoever is invited signs in to accept.', () =>
    toast(`Copy this link: ${link}`),
  )
