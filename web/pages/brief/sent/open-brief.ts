import { useSuspenseQuery } from '@tanstack/react-query'
import { createContext, type RefObject, use } from 'react'
import { type Brief, findBrief } from '../../../../shared/briefs.ts'
import type { Workspace } from '../../../../shared/organizations.ts'
import { reading } from '../../../api.ts'
import { isNotFound } from '../../../problem.ts'

/** The brief as it was read last. One that is gone, or not for us any more, is gone from the screen too. */
export function useBrief(org: string, id: string, isLeaving: RefObject<boolean>): Brief {
  const { data, error } = useSuspenseQuery(reading(findBrief, { org, id }))
  if (isNotFound(error) && !isLeaving.current) throw error
  return data
}

type Open = {
  org: string
  workspace: Workspace
  brief: Brief
  /** While we delete it ourselves, that it is gone is no news. */
  isLeaving: RefObject<boolean>
}

/** The sent brief that this page is about. */
export const OpenBrief = createContext<Open | null>(null)

export function useOpenBrief(): Open {
  const open = use(OpenBrief)
  if (!open) throw new Error('There is no brief around this.')
  return open
}
