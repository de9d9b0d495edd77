import type { News } from '../../../shared/notifications.ts'

/** Why a kind of news cannot be switched off everywhere. */
export const whys: Partial<Record<News, string>> = {
  invitation: 'It waits for your answer.',
  teamInvitation: 'Its mail carries the link.',
  accessChanged: 'You see in the app what you may do.',
  accessEnded: 'It says what happens to your work, and whom to ask.',
  partnerLeft: 'You see in the app whose work is yours now.',
  account: 'A mail tells you when it was not you.',
  request: 'A buyer waits for your answer.',
}
