import { type SubjectKind, subjectKinds, type Visibility, visibilityNames } from '../../../shared/notes.ts'
import { plain } from '../../plain-text.ts'

const shownNotes = ['unread', 'mine'] as const

/** What the address says of the list: the filter. */
export type NotesSearch = {
  show?: (typeof shownNotes)[number]
  on?: SubjectKind
  visibility?: Visibility
  search?: string
}

/** Whatever else stands in the address bar is not there. */
export function notesSearch({ show, on, visibility, search }: Record<string, unknown>): NotesSearch {
  const shown = shownNotes.find((one) => one === show)
  const kind = subjectKinds.find((one) => one === on)
  const audience = visibilityNames.find((one) => one === visibility)
  const text = plain(search, 200)
  return {
    ...(shown && { show: shown }),
    ...(kind && { on: kind }),
    ...(audience && { visibility: audience }),
    ...(text.trim() && { search: text }),
  }
}

const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)

/** On the page of what a note is about: which note one came for. */
export const soughtNote = ({ note }: Record<string, unknown>): { note?: string } => (isId(note) ? { note } : {})
