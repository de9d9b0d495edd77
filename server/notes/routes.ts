import * as api from '../../shared/notes.ts'
import { type Server, serve } from '../http/serve.ts'
import { readNotes } from './marks.ts'
import { changeNote, createNote, deleteNote } from './notes.ts'
import { countNotes, findNote, listNotes, listNoteVersions } from './reading.ts'

export function noteRoutes(server: Server) {
  serve(server, api.countNotes, countNotes)
  serve(server, api.listNotes, listNotes)
  serve(server, api.createNote, createNote)
  serve(server, api.readNotes, readNotes)
  serve(server, api.findNote, findNote)
  serve(server, api.listNoteVersions, listNoteVersions)
  serve(server, api.changeNote, changeNote)
  serve(server, api.deleteNote, deleteNote)
}
