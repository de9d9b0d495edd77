import { type NewsGroup, newsGroupNames } from '../../../shared/notifications.ts'

export type NotificationsSearch = { show?: 'unread'; organization?: string; group?: NewsGroup }

const SLUG = /^[a-z0-9-]{1,80}$/

/** What the address says of the page; what it says wrongly is as if it said nothing. */
export const notificationsSearch = ({ show, organization, group }: Record<string, unknown>): NotificationsSearch => ({
  ...(show === 'unread' && { show }),
  ...(typeof organization === 'string' && SLUG.test(organization) && { organization }),
  ...(isGroup(group) && { group }),
})

const isGroup = (group: unknown): group is NewsGroup => newsGroupNames.some((name) => name === group)
