import type { QueryKey } from '@tanstack/react-query'
import { readMe } from '../shared/accounts.ts'
import { readAudit } from '../shared/audit.ts'
import {
  countBriefs,
  exportResponses,
  findBrief,
  listBriefs,
  listRates,
  listResponses,
  listTrashedBriefs,
  previewBrief,
} from '../shared/briefs.ts'
import { findDelegation, listDelegations, readTimeline } from '../shared/delegations.ts'
import type { Endpoint } from '../shared/endpoint.ts'
import { listEndedPartnerships, listInvitations } from '../shared/invitations.ts'
import { countNotes, findNote, listNotes, listNoteVersions } from '../shared/notes.ts'
import { listNotifications } from '../shared/notifications.ts'
import { listMembers, readOrganization } from '../shared/organizations.ts'
import { findRequest, listRequests } from '../shared/requests.ts'
import { countShortlists, exportShortlist, findShortlist, listShortlists, listTrash } from '../shared/shortlists.ts'
import { listSavedSolutions } from '../shared/solutions.ts'
import type { Changed } from '../shared/stream.ts'

type Doors = Pick<Endpoint, 'route'>[]

const ofShortlists: Doors = [listShortlists, findShortlist, exportShortlist]
const ofBriefs: Doors = [listBriefs, findBrief, previewBrief, listResponses, exportResponses]
/** Whoever sees another shortlist or brief sees its notes, too. */
const ofNotes: Doors = [listNotes, countNotes, findNote, listNoteVersions]

/** Behind which doors a change is found. What is not named here is read again when somebody comes back to it. */
const doorsOf: Record<Changed['what'], Doors | 'all'> = {
  shortlist: ofShortlists,
  // Their number may have changed too.
  shortlists: [...ofShortlists, countShortlists, listTrash, ...ofNotes],
  brief: ofBriefs,
  briefs: [...ofBriefs, countBriefs, listTrashedBriefs, ...ofNotes],
  rates: [listRates],
  saved: [listSavedSolutions],
  notes: ofNotes,
  delegations: [listDelegations, findDelegation, readTimeline, readAudit],
  members: [listMembers, readAudit],
  settings: [readOrganization, readAudit],
  me: [readMe, listInvitations, listEndedPartnerships],
  // Own permissions have changed: what was seen may not be there any more.
  workspace: 'all',
  everything: 'all',
}

/** What is about oneself: nobody else hears of it. All the rest is heard by everybody at the same moment. */
export const isOwn = ({ what }: Changed): boolean => what === 'me' || what === 'workspace'

const ofNotifications: Doors = [readMe, listNotifications, listInvitations, listRequests, findRequest]

/** What was read through these doors, of this organization and of the one thing that changed where the door leads to one thing. */
const keyOf = ({ route }: Doors[number], org: string | null, id?: string): QueryKey => [
  route,
  { ...(org && route.includes('/:org') && { org }), ...(id && route.includes('/:id') && { id }) },
]

export function changedKeys({ what, id }: Changed, org: string | null): QueryKey[] {
  const doors = doorsOf[what]
  // What was said of notes is what they are about, and no note has its id.
  return doors === 'all' ? [[]] : doors.map((door) => keyOf(door, org, what === 'notes' ? undefined : id))
}

export const notifiedKeys = (): QueryKey[] => ofNotifications.map((door) => keyOf(door, null))
