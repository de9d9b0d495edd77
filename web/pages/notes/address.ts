import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type NotesSearch, notesSearch } from './search.ts'

const notesRoute = '/signed-in/w/$org/noting/notes'

export type Filter = NotesSearch
/** As a field says it: whatever is no filter falls away on its way into the address. */
export type ChosenFilter = { [name in keyof Filter]: unknown }

/** The filter stands in the address, so that a colleague who is sent it sees the same. */
export function useNotesAddress() {
  const { org } = useParams({ from: notesRoute })
  const { show, on, visibility, search } = useSearch({ from: notesRoute })
  const navigate = useNavigate({ from: '/w/$org/notes' })
  const filter = useMemo<Filter>(() => notesSearch({ show, on, visibility, search }), [show, on, visibility, search])
  const filterBy = (chosen: ChosenFilter) =>
    void navigate({ search: notesSearch(chosen), replace: true, resetScroll: false })
  return { org, filter, filterBy }
}
