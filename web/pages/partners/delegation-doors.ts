import { findDelegation, listDelegations, readTimeline } from '../../../shared/delegations.ts'

/** What every change of a delegation makes old. */
export const changed = [listDelegations, findDelegation, readTimeline]
