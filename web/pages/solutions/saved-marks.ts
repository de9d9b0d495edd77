import { useQueries } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Me } from '../../../shared/accounts.ts'
import type { Workspace } from '../../../shared/organizations.ts'
import { listSavedSolutions, type SavedSolution, saveSolution, unsaveSolution } from '../../../shared/solutions.ts'
import { reading, useWrite } from '../../api.ts'
import { useMe } from '../../me.ts'
import { toast, toastRefusal } from '../../ui/toast.tsx'
import { toastWithUndo } from '../../ui/toast-act.tsx'
import { PAGE } from './search.ts'
import { refusalWords } from './words.ts'

type Saved = z.output<typeof SavedSolution>
type Who = Pick<Workspace, 'as' | 'can'>

/** The team takes back what anybody saved here, a partner only what is their own. */
export const mayUnsave = ({ as, can }: Who, { own }: Pick<Saved, 'own'>) =>
  can.saveSolutions && (own || as === 'member')

/** Whether a solution is saved, and if so, whether one did it oneself: only then *Undo* puts back what was there. */
export type SavedMark = { isSaved: boolean; byMe: boolean }
export const notSaved: SavedMark = { isSaved: false, byMe: false }

/** What a partner may take back is theirs; the team also shares what a colleague saved. */
export const markOf = ({ as }: Pick<Who, 'as'>, { user }: Me, { own, savedBy }: Saved): SavedMark => ({
  isSaved: true,
  byMe: own && (as === 'partner' || savedBy.name === user.name),
})

/**
 * Of each solution: whether it is saved. Undefined until one knows. Who may not save is asked nothing: without the
 * permission the door does not exist (SPEC D5).
 */
export function useSavedMarks(workspace: Workspace, solutionIds: string[]): (id: string) => SavedMark | undefined {
  const me = useMe()
  const org = workspace.organization.slug
  const pages = workspace.can.saveSolutions ? inPages(solutionIds) : []
  const answers = useQueries({
    queries: pages.map((solutionId) => reading(listSavedSolutions, { org, solutionId })),
  })
  return (id) => {
    const answer = answers[pages.findIndex((page) => page.includes(id))]?.data
    const saved = answer?.items.find(({ solution, own }) => solution.id === id && mayUnsave(workspace, { own }))
    return saved ? markOf(workspace, me, saved) : answer && notSaved
  }
}

const inPages = (ids: string[]) =>
  Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) => ids.slice(page * PAGE, (page + 1) * PAGE))

const refresh = [listSavedSolutions]

type Solution = { id: string; name: string }

/** Saves or takes back: what is wanted shows at once, and what was refused goes back to how it was. */
export function useSaving(org: string, { id: solutionId, name }: Solution, mark: SavedMark, onUnsaved?: () => void) {
  const saving = useWrite(saveSolution, { refresh })
  const unsaving = useWrite(unsaveSolution, { refresh })
  const one = { org, solutionId }
  const sayRefusal = (error: Error) => toastRefusal(refusalWords(error))
  const save = () => saving.mutateAsync(one).then(() => {}, sayRefusal)
  const sayUnsaved = () => {
    if (mark.byMe) toastWithUndo(`${name} is not saved any more`, () => void save())
    else toast(`${name} is not saved any more, for everybody`)
    onUnsaved?.()
  }
  const unsave = () => unsaving.mutateAsync(one).then(sayUnsaved, sayRefusal)
  const isBusy = saving.isPending || unsaving.isPending
  const isSaved = saving.isPending || (mark.isSaved && !unsaving.isPending)
  return { isSaved, toggle: () => void (isBusy || (isSaved ? unsave() : save())) }
}
