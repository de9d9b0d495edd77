export type NotificationsSearch = { show?: 'unread' }

/** What the address says of the page. */
export const notificationsSearch = ({ show }: Record<string, unknown>): NotificationsSearch =>
  show === 'unread' ? { show } : {}
