import { briefKinds } from '../../../shared/briefs.ts'
import type { RequestSummary } from '../../../shared/requests.ts'

type Decided = Pick<RequestSummary, 'state' | 'outcome' | 'answeredAt' | 'declinedAt'>

export const kindOf = ({ asked }: { asked: Pick<RequestSummary['asked'], 'kind'> }): string => briefKinds[asked.kind]

/** Nobody has looked at it, and there is still something to do. */
export const isNew = ({ viewedAt, state }: Pick<RequestSummary, 'viewedAt' | 'state'>): boolean =>
  viewedAt === null && state === 'open'

/** How it ended, in as few words as possible; null while it goes on. */
export function endOf({ state, outcome, answeredAt, declinedAt }: Decided): string | null {
  if (outcome) return outcome === 'selected' ? 'You were selected' : 'Not selected'
  if (state !== 'closed') return null
  return answeredAt ? 'You answered' : declinedAt ? 'You declined' : 'Not answered'
}
