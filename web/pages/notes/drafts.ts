import { useCallback, useEffect, useMemo, useState } from 'react'
import { z } from 'zod'
import { visibilityNames } from '../../../shared/notes.ts'
import { type DraftOf, draftKept, forgetDraft, keepDraft, OF_NOTES } from '../../kept-drafts.ts'
import type { Unsaved } from '../../ui/unsaved-texts.tsx'

/** The key of a note that is not written yet. All others are those of notes that are being changed, by their id. */
export const NEW = 'new'

const Draft = z.object({
  body: z.string(),
  visibility: z.enum(visibilityNames),
  /** What the note said when one began to change it. */
  from: z.object({ body: z.string(), visibility: z.string(), version: z.int() }).nullable(),
})
export type Draft = z.infer<typeof Draft>
const Kept = z.record(z.string(), Draft)
type Kept = z.infer<typeof Kept>

export type Drafts = ReturnType<typeof useNoteDrafts>

/** What is being written on one subject. Kept beside the notes, in this browser too: it outlives the panel and the page. */
export function useNoteDrafts(user: string, org: string, subject: string) {
  const of = useMemo<DraftOf>(() => ({ user, org, id: OF_NOTES + subject }), [user, org, subject])
  const [drafts, setDrafts] = useState<Kept>(() => Kept.safeParse(draftKept(of)).data ?? {})
  const unsaved = unsavedIn(drafts)
  useEffect(() => keep(of, drafts), [of, drafts])
  const write = useCallback((key: string, draft: Draft) => setDrafts((now) => ({ ...now, [key]: draft })), [])
  const stop = useCallback(
    (key: string) => setDrafts((now) => Object.fromEntries(Object.entries(now).filter(([it]) => it !== key))),
    [],
  )
  return {
    of: (key: string): Draft | null => drafts[key] ?? null,
    write,
    stop,
    /** Notes that are being changed. */
    begun: Object.keys(drafts).filter((key) => key !== NEW),
    unsaved,
    discard: ({ key }: Unsaved) => stop(key),
  }
}

/** Whether something would be lost. */
export const saysSomethingNew = ({ body, from }: Draft) => body.trim() !== '' && body.trim() !== from?.body

const unsavedIn = (drafts: Kept): Unsaved[] =>
  Object.entries(drafts)
    .filter(([, draft]) => saysSomethingNew(draft))
    .map(([key, { body }]) => ({ key, about: key === NEW ? 'New note' : 'Changed note', text: body.trim() }))

function keep(of: DraftOf, drafts: Kept) {
  const news = Object.entries(drafts).filter(([, draft]) => saysSomethingNew(draft))
  if (news.length > 0) keepDraft(of, Object.fromEntries(news))
  else forgetDraft(of)
}
