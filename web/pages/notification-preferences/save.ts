import { changePreferences, readPreferences } from '../../../shared/notifications.ts'
import { useWrite } from '../../api.ts'
import { toastWithUndo } from '../../ui/toast-act.tsx'

type Change = Parameters<ReturnType<typeof useChange>['mutate']>[0]

const useChange = () => useWrite(changePreferences, { refresh: [readPreferences] })

/** Of all the choices only the newest is said. */
const said = { takeAway: () => {} }

/** Saves a choice as it is made, and says so with the way back. */
export function useSave() {
  const change = useChange()
  const save = (chosen: Change, before: Change, words: string) =>
    change.mutate(chosen, {
      onSuccess: () => {
        said.takeAway()
        said.takeAway = toastWithUndo(words, () => change.mutate(before))
      },
    })
  // Until the server's answer is there one sees what one chose; where it was refused, too, with the reason beside it.
  const chosen = change.isPending || change.isError ? change.variables : null
  const again = () => change.variables && change.mutate(change.variables)
  return { save, chosen, again, error: change.error, isPending: change.isPending }
}
