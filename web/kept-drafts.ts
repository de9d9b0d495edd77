import type { Me } from '../shared/accounts.ts'

/* What somebody typed and the server has not acknowledged survives a crash of the browser: here, and nowhere else. It is gone
   as soon as it is acknowledged, its person signs out, or their access ends. */

const PREFIX = 'draft:'
const KEPT_DAYS = 30
const DAY = 24 * 60 * 60_000

/** Whose text, in which organization, about what. */
export type DraftOf = { user: string; org: string; id: string }

const keyOf = ({ user, org, id }: DraftOf) => `${PREFIX}${user}:${org}:${id}`

/** Some browsers keep nothing, and some have no room left: then a crash takes the last second with it. */
function inStorage<T>(act: (storage: Storage) => T): T | null {
  try {
    return act(localStorage)
  } catch {
    return null
  }
}

/** Between signing out and signing in nothing is kept, whatever a page that is going away still wants. */
let isSignedOut = false

export function keepDraft(of: DraftOf, content: unknown): void {
  if (isSignedOut) return
  inStorage((storage) => storage.setItem(keyOf(of), JSON.stringify({ at: Date.now(), content })))
}

export const forgetDraft = (of: DraftOf): void => void inStorage((storage) => storage.removeItem(keyOf(of)))

/** Whatever stands there, or null: whoever reads it checks what it is. */
export const draftKept = (of: DraftOf): unknown =>
  inStorage((storage) => JSON.parse(storage.getItem(keyOf(of)) ?? 'null')?.content ?? null)

/** On signing out. */
export function forgetDrafts(): void {
  isSignedOut = true
  forgetWhere(() => true)
}

/** What is kept of notes begins so; everything else is of briefs. */
export const OF_NOTES = 'notes:'

/**
 * For whoever is signed in: what belongs to somebody else, to an organization where one may not write such things any more,
 * or was left lying for a month is forgotten.
 */
export function forgetForeignDrafts(me: Me): void {
  isSignedOut = false
  const own = { briefs: placesToWrite(me, 'briefs'), notes: placesToWrite(me, 'notes') }
  const isOwn = (key: string) =>
    own.notes.some((begin) => key.startsWith(begin + OF_NOTES)) ||
    own.briefs.some((begin) => key.startsWith(begin) && !key.startsWith(begin + OF_NOTES))
  forgetWhere((key, at) => !isOwn(key) || at < Date.now() - KEPT_DAYS * DAY)
}

function placesToWrite({ user, organizations, partnerships }: Me, permission: 'briefs' | 'notes'): string[] {
  const entered = partnerships.filter(({ permissions }) => permissions.includes(permission))
  const places = [...organizations, ...entered.map(({ organization }) => organization)]
  return places.map(({ slug }) => keyOf({ user: user.id, org: slug, id: '' }))
}

const forgetWhere = (isToGo: (key: string, at: number) => boolean): void =>
  void inStorage((storage) => {
    for (const key of Object.keys(storage).filter((it) => it.startsWith(PREFIX)))
      if (isToGo(key, keptAt(storage, key))) storage.removeItem(key)
  })

function keptAt(storage: Storage, key: string): number {
  try {
    return Number(JSON.parse(storage.getItem(key) ?? '{}').at ?? 0)
  } catch {
    return 0
  }
}
