import { countNotes, findNote, listNotes, listNoteVersions } from '../../../shared/notes.ts'

/** Behind which doors a change of notes is found. */
export const noteDoors = [listNotes, countNotes, findNote, listNoteVersions]
