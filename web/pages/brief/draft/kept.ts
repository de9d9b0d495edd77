import { z } from 'zod'
import type { Unsaved } from '../../../ui/unsaved-texts.tsx'
import { fieldNames, Typed } from './typed.ts'

/** What is kept of a draft in the browser: what is not acknowledged, and what the server said when it was typed. */
export const Kept = z.object({ typed: Typed.partial(), from: z.record(z.string(), z.string()) })

/** The words among it. */
export function unsavedIn(kept: unknown): Unsaved[] {
  const { typed = {} } = Kept.safeParse(kept).data ?? {}
  const words = (['title', 'description', 'requirements'] as const).map((field) => ({
    key: field,
    about: fieldNames[field],
    text: typed[field] ?? '',
  }))
  const questions = (typed.questions ?? []).map(({ text }) => text).filter(Boolean)
  return [...words, { key: 'questions', about: fieldNames.questions, text: questions.join('\n') }].filter(
    ({ text }) => text.trim() !== '',
  )
}
