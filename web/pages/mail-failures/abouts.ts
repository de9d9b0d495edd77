import type { News } from '../../../shared/notifications.ts'

/** What a mail was about, for who did not get it to read. */
export const abouts: Record<News, string> = {
  invitation: 'An invitation',
  teamInvitation: 'An invitation to the team',
  invitationExpiring: 'An invitation that is about to expire',
  invitationAnswered: 'An answer to an invitation, or somebody who joined',
  accessChanged: 'A change of their access',
  accessEnded: 'The end of their access',
  partnerLeft: 'A partner or a member who left',
  membership: 'Their place in the team',
  account: 'The security of their account',
  published: 'A shortlist or a brief of a partner',
  note: 'A shared note',
  response: 'A response or a quote',
  deadline: 'A brief that has closed, or its deadline',
  request: 'A brief for their solution',
}
