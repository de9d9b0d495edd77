import { createContext, use } from 'react'
import type { Workspace } from '../../../shared/organizations.ts'
import type { Drafts } from './drafts.ts'

type Open = {
  org: string
  /** `shortlist:<id>` */
  subject: string
  workspace: Workspace
  drafts: Drafts
  counts: { all: number; unread: number } | null
  /** Below that width the notes come from below, and only when they are asked for. */
  isNarrow: boolean
  isShown: boolean
  /** Somebody opened them just now, and was not only shown them. */
  isAsked: boolean
  show: (shown: boolean) => void
  /** The note in the address. */
  sought: string | undefined
}

/** The notes on what the page around is about; null where there are none for this person (SPEC D5). */
export const OpenNotes = createContext<Open | null>(null)

export function useOpenNotes(): Open {
  const open = use(OpenNotes)
  if (!open) throw new Error('There are no notes around this.')
  return open
}
