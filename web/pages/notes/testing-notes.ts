import type { Note } from '../../../shared/notes.ts'
import { problem, type Request } from '../../testing.tsx'
import { type Doors, here, uuid, workspace } from '../../testing-workspace.tsx'
import { shortlist } from '../shortlist/testing-shortlist.tsx'

/* Notes on a shortlist, and a server that keeps them as the real one does: with versions, and one answer for all doors. */

export const subject = `shortlist:${shortlist.id}`

export const note = (number: number, more: Partial<Note> = {}): Note => ({
  id: uuid(number),
  subject,
  about: { name: shortlist.title, slug: null },
  body: `Note ${number}`,
  visibility: 'shared',
  author: { name: 'Bea Okafor', as: 'member' },
  own: false,
  unread: false,
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
  version: 1,
  can: { edit: false, delete: false },
  ...more,
})

export const own = (number: number, more: Partial<Note> = {}) =>
  note(number, {
    own: true,
    author: { name: 'Pia Lindqvist', as: 'partner' },
    visibility: 'personal',
    can: { edit: true, delete: true },
    ...more,
  })

const noting = { readNotes: true, writeNotes: true, shareNotes: true }
export const asPartner = {
  ...workspace,
  permissions: [...workspace.permissions, 'notes' as const],
  can: { ...workspace.can, ...noting },
}
export const asEditor = {
  ...asPartner,
  as: 'member' as const,
  role: 'editor' as const,
  permissions: [],
  dataVisibility: null,
  delegationId: null,
}
export const asViewer = { ...asEditor, role: 'viewer' as const, can: { ...asEditor.can, shareNotes: false } }

const gone = () => problem(404, 'not_found', 'This does not exist, or you may not see it.')

/** The server: whoever comes with an old version is refused, and what is not there any more is not found. */
export function keepingNotes(...start: Note[]) {
  let notes = start
  const idIn = ({ url }: Request) => url.split('/').at(-1)!.split('?')[0]
  const named = (request: Request, act: (note: Note) => { status?: number; body?: unknown }) => {
    const found = notes.find(({ id }) => id === idIn(request))
    if (!found) return gone()
    const seen = request.headers['if-match']
    return seen && seen !== `"${found.version}"`
      ? problem(412, 'version_conflict', 'Somebody changed this a moment ago.')
      : act(found)
  }
  const change = (id: string, more: Partial<Note>) => {
    notes = notes.map((it) => (it.id === id ? { ...it, ...more, version: it.version + 1 } : it))
    return { body: notes.find((it) => it.id === id) }
  }
  const remove = (id: string) => {
    notes = notes.filter((it) => it.id !== id)
  }
  const doors: Doors = {
    [`GET ${here}/notes/counts`]: () => ({
      body: {
        all: notes.length,
        unread: notes.filter(({ unread }) => unread).length,
        subjects: [...new Set(notes.filter(({ unread }) => unread).map((it) => it.subject))].map((it) => ({
          subject: it,
          unread: notes.filter(({ unread, subject: on }) => unread && on === it).length,
        })),
      },
    }),
    [`GET ${here}/notes/`]: (request) => named(request, (body) => ({ body })),
    [`GET ${here}/notes`]: () => ({ body: { items: notes, nextCursor: null } }),
    [`POST ${here}/notes/read`]: () => {
      notes = notes.map((it) => ({ ...it, unread: false }))
      return { body: { unread: 0 } }
    },
    [`POST ${here}/notes`]: ({ body }) => {
      const written = own(100 + notes.length, body as Partial<Note>)
      notes = [written, ...notes]
      return { status: 201, body: written }
    },
    [`PATCH ${here}/notes/`]: (request) => named(request, ({ id }) => change(id, request.body as Partial<Note>)),
    [`DELETE ${here}/notes/`]: (request) =>
      named(request, ({ id }) => {
        remove(id)
        return { body: { id } }
      }),
  }
  return { doors, now: () => notes, change, remove }
}
