import { useSuspenseQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { findShortlist, type Shortlist } from '../../../shared/shortlists.ts'
import { reading } from '../../api.ts'
import { isNotFound } from '../../problem.ts'
import type { OwnChanges } from './own-changes.ts'

/** The shortlist as it was read last. One that is gone, or not for us any more, is gone from the screen too. */
export function useShortlist(org: string, id: string, isLeaving = () => false): Shortlist {
  const { data, error } = useSuspenseQuery(reading(findShortlist, { org, id }))
  if (isNotFound(error) && !isLeaving()) throw error
  return data
}

type Open = { org: string; company: string; shortlist: Shortlist; ownChanges: OwnChanges }

/** The shortlist that this page is about. */
export const OpenShortlist = createContext<Open | null>(null)

export function useOpenShortlist(): Open {
  const open = use(OpenShortlist)
  if (!open) throw new Error('There is no shortlist around this.')
  return open
}
