import { useNavigate } from '@tanstack/react-router'
import { countBriefs, createBrief, listBriefs } from '../../../shared/briefs.ts'
import { useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import { toastRefusal } from '../../ui/toast.tsx'
import { refusalWords } from '../solutions/words.ts'

type Beginning = { copyOf: string } | { shortlistId: string }

/** Begins a draft from what is there already, and opens it. For entries of menus: a refusal is told in a toast. */
export function useBeginBrief(org: string) {
  const navigate = useNavigate()
  const creating = useWrite(createBrief, { refresh: [listBriefs, countBriefs] })
  // Not by callbacks of the mutation: the entry is gone with its menu before the answer is there.
  return (from: Beginning) =>
    creating.mutateAsync({ org, ...from }).then(
      ({ id }) => navigate({ to: paths.brief(org, id) }),
      (error: Error) => toastRefusal(refusalWords(error)),
    )
}
