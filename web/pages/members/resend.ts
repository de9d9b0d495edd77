import { type Member, resendMemberInvitation } from '../../../shared/organizations.ts'
import { useWrite } from '../../api.ts'
import { toast, toastRefusal } from '../../ui/toast.tsx'
import { wordsWithTime } from '../partners/resend.ts'
import { changed, useTeam } from './open-team.ts'

/** The mail again, with a new link and a new time; what has expired works again. */
export function useResend() {
  const { org } = useTeam()
  const resending = useWrite(resendMemberInvitation, { refresh: changed })
  return ({ id, user }: Member) =>
    resending.mutate(
      { org, id },
      {
        onSuccess: () => toast(`Invitation sent to ${user.email} again`),
        onError: (error) => toastRefusal(wordsWithTime(error)),
      },
    )
}
