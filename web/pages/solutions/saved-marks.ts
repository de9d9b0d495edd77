import { useQueries } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Workspace } from '../../../shared/organizations.ts'
import { listSavedSolutions, type SavedSolution, saveSolution, unsaveSolution } from '../../../shared/solutions.ts'
import { reading, useWrite } from '../../api.ts'
import { toastRefusal } from '../../ui/toast.tsx'
import { toastWithUndo } from '../../ui/toast-act.tsx'
import { PAGE } from './search.ts'
import { refusalWords } from './words.ts'

type Saved = z.output<typeof SavedSolution>
type Who = Pick<Workspace, 'as' | 'can'>

/** The team takes back what anybody saved here, a partner only what is their own. */
export const mayUnsave = ({ as, can }: Who, { own }: Pick<Saved, 'own'>) =>
  can.saveSolutions && (own || as === 'member')

/**
 * Of each solution: whether it is saved. Undefined until one knows. Who may not save is asked nothing: without the
 * permission the door does not exist (SPEC D5).
 */
export function useSavedMarks(workspace: Workspace, solutionIds: string[]): (id: string) => boolean | undefined {
  const org = workspace.organization.slug
  const pages = workspace.can.saveSolutions ? inPages(solutionIds) : []
  const answers = useQueries({
    queries: pages.map((solutionId) => reading(listSavedSolutions, { org, solutionId })),
  })
  return (id) => {
    const answer = answers[pages.findIndex((page) => page.includes(id))]?.data
    return answer?.items.some((saved) => saved.solution.id === id && mayUnsave(workspace, saved))
  }
}

const inPages = (ids: string[]) =>
  Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) => ids.slice(page * PAGE, (page + 1) * PAGE))

const refresh = [listSavedSolutions]

type Solution = { id: string; name: string }

/** Saves or takes back: what is wanted shows at once, and what was refused goes back to how it was. */
export function useSaving(org: string, { id: solutionId, name }: Solution, saved: boolean, onUnsaved?: () => void) {
  const saving = useWrite(saveSolution, { refresh })
  const unsaving = useWrite(unsaveSolution, { refresh })
  const one = { org, solutionId }
  const sayRefusal = (error: Error) => toastRefusal(refusalWords(error))
  const save = () => saving.mutateAsync(one).then(() => {}, sayRefusal)
  const sayUnsaved = () => {
    toastWithUndo(`${name} is not saved any more`, () => void save())
    onUnsaved?.()
  }
  const unsave = () => unsaving.mutateAsync(one).then(sayUnsaved, sayRefusal)
  const isBusy = saving.isPending || unsaving.isPending
  const isSaved = saving.isPending || (saved && !unsaving.isPending)
  return { isSaved, toggle: () => void (isBusy || (isSaved ? unsave() : save())) }
}
