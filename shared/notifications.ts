import { z } from 'zod'
import { Zone } from './briefs.ts'
import { endpoint } from './endpoint.ts'
import { Instant, listOf, Paging, Slug } from './fields.ts'

/** Whether news reach people on a channel: `always` and `never` are fixed, `on` and `off` are how it is until they choose. */
export type Channel = 'always' | 'on' | 'off' | 'never'

export const newsGroups = { access: 'Access and team', work: 'Work', requests: 'Briefs and answers' } as const
export type NewsGroup = keyof typeof newsGroups
export const newsGroupNames = Object.keys(newsGroups) as [NewsGroup, ...NewsGroup[]]

type NewsKind = { group: NewsGroup; label: string; app: Channel; mail: Channel }

/**
 * SPEC 10: the rows of its table, as people choose among them, and what reaches whom until they do. `always` is what the
 * table marks ●. Which event is news of which kind stands in `server/events/announcements.ts`.
 */
export const newsKinds = {
  invitation: { group: 'access', label: 'You are invited as a partner', app: 'always', mail: 'always' },
  // Its mail carries the link, which nobody else can give.
  teamInvitation: { group: 'access', label: 'You are invited to a team', app: 'on', mail: 'always' },
  invitationExpiring: { group: 'access', label: 'Your invitation is about to expire', app: 'on', mail: 'on' },
  invitationAnswered: {
    group: 'access',
    label: 'Somebody accepts or declines an invitation, or joins',
    app: 'on',
    mail: 'on',
  },
  accessChanged: { group: 'access', label: 'Your permissions as a partner change', app: 'always', mail: 'on' },
  accessEnded: { group: 'access', label: 'Your access as a partner ends', app: 'always', mail: 'always' },
  partnerLeft: { group: 'access', label: 'A partner or a member leaves', app: 'always', mail: 'on' },
  membership: { group: 'access', label: 'Your place in a team changes', app: 'on', mail: 'on' },
  account: { group: 'access', label: 'The security of your account', app: 'never', mail: 'always' },
  published: { group: 'work', label: 'A partner publishes a shortlist or sends a brief', app: 'on', mail: 'off' },
  note: { group: 'work', label: 'Somebody shares a note', app: 'on', mail: 'off' },
  response: { group: 'requests', label: 'A response or a quote arrives', app: 'on', mail: 'on' },
  deadline: { group: 'requests', label: 'A brief closes, or its deadline is near', app: 'on', mail: 'on' },
  request: { group: 'requests', label: 'Your solution receives a brief', app: 'always', mail: 'always' },
} as const satisfies Record<string, NewsKind>

export type News = keyof typeof newsKinds
export const newsNames = Object.keys(newsKinds) as [News, ...News[]]

export const Notification = z.object({
  id: z.uuid(),
  kind: z.string(),
  /** Where it happened; null of what a solution hears of a brief, which may not say who asks (SPEC 7). */
  organization: z.object({ slug: z.string(), name: z.string() }).nullable(),
  text: z.string(),
  detail: z.string().nullable(),
  /** Where it leads, as an address of the web. */
  path: z.string(),
  /** The invitation that can be answered in place, while it is pending. */
  invitationId: z.uuid().nullable(),
  createdAt: Instant,
  readAt: Instant.nullable(),
})
export type Notification = z.infer<typeof Notification>

export const listNotifications = endpoint('GET /notifications', {
  summary: 'My notifications, newest first: all, the unread ones, those of an organization, or of a group of kinds.',
  input: z.strictObject({
    unread: z.enum(['true', 'false']).default('false'),
    organization: Slug.optional(),
    group: z.enum(newsGroupNames).optional(),
    ...Paging,
  }),
  /** How many are unread, of the organization and the group that were asked for. */
  reply: listOf(Notification).extend({ unread: z.int() }),
})

export const readNotifications = endpoint('POST /notifications/read', {
  summary:
    'Marks notifications of mine as read: some, or all; of an organization, or of a group of kinds, where that is said.',
  input: z
    .strictObject({
      ids: z.array(z.uuid()).max(100).optional(),
      all: z.literal(true).optional(),
      organization: Slug.optional(),
      group: z.enum(newsGroupNames).optional(),
    })
    .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), { error: 'Say which ones: ids, or all.' })
    .refine(({ ids, organization, group }) => !ids || !(organization ?? group), {
      error: 'Ids say which ones already.',
    }),
  reply: z.object({ unread: z.int() }),
})

export const mailModes = {
  bundled: { label: 'Bundled', means: 'Usual: what happens at one organization within a minute comes in one mail' },
  at_once: { label: 'At once', means: 'A mail for everything, when it happens' },
  daily: { label: 'Once a day', means: 'One mail a day, at an hour that you choose' },
} as const
export type MailMode = keyof typeof mailModes
const MailModeName = z.enum(Object.keys(mailModes) as [MailMode, ...MailMode[]])

/** How mails come that need not come at once. The hour is one on the clock of the zone. */
export const MailHabits = z.object({ mode: MailModeName, digestHour: z.int().min(0).max(23), timeZone: z.string() })
export type MailHabits = z.infer<typeof MailHabits>

export const NotificationPreference = z.object({
  kind: z.enum(newsNames),
  group: z.enum(newsGroupNames),
  label: z.string(),
  app: z.boolean(),
  mail: z.boolean(),
  /** The channels that cannot be switched. */
  fixed: z.array(z.enum(['app', 'mail'])),
})
export type NotificationPreference = z.infer<typeof NotificationPreference>

export const NotificationPreferences = z.object({
  items: z.array(NotificationPreference),
  mails: MailHabits,
  /** The newest mail to me that could not be delivered, until a later one was. */
  failure: z.object({ kind: z.string(), news: z.enum(newsNames).nullable(), at: Instant }).nullable(),
})
export type NotificationPreferences = z.infer<typeof NotificationPreferences>

export const readPreferences = endpoint('GET /notification-preferences', {
  summary: 'What reaches me in the app and by mail, and when mails come.',
  input: z.strictObject({}),
  reply: NotificationPreferences,
})

export const changePreferences = endpoint('PUT /notification-preferences', {
  summary: 'Switches kinds of news on a channel, and says when mails come. What is not named stays as it is.',
  input: z.strictObject({
    items: z
      .array(z.strictObject({ kind: z.enum(newsNames), app: z.boolean().optional(), mail: z.boolean().optional() }))
      .max(newsNames.length)
      .refine((items) => new Set(items.map(({ kind }) => kind)).size === items.length, {
        error: 'Name each kind once.',
      })
      .default([]),
    mails: z
      .strictObject({ mode: MailModeName, digestHour: z.int().min(0).max(23).optional(), timeZone: Zone.optional() })
      .optional(),
  }),
  reply: NotificationPreferences,
})

/** What the link of a mail would switch off, or has switched off: for whoever holds the mail, signed in or not. */
export const Unsubscription = z.object({
  /** The address, masked. */
  address: z.string(),
  kinds: z.array(z.object({ kind: z.enum(newsNames), label: z.string() })),
  /** Mails of all these kinds are off. */
  isOff: z.boolean(),
})
export type Unsubscription = z.infer<typeof Unsubscription>
const OfMail = z.strictObject({ token: z.string().max(200) })

export const readUnsubscription = endpoint('GET /unsubscriptions/:token', {
  summary: 'What the unsubscribe link of a mail would switch off. Changes nothing.',
  input: OfMail,
  reply: Unsubscription,
})

export const unsubscribe = endpoint('POST /unsubscriptions/:token', {
  summary: 'Switches off mails of the kind that this mail was. Mails about access and security stay on.',
  input: OfMail,
  reply: Unsubscription,
})

export const MailFailure = z.object({
  id: z.uuid(),
  kind: z.string(),
  /** The kind of news it was, or null where it was none, such as a code. */
  news: z.enum(newsNames).nullable(),
  to: z.object({ email: z.string(), name: z.string() }),
  as: z.enum(['member', 'partner']),
  at: Instant,
})
export type MailFailure = z.infer<typeof MailFailure>

export const listMailFailures = endpoint('GET /organizations/:org/mail-failures', {
  summary: 'Mails about this organization that could not be delivered in the last 30 days. Admins only.',
  input: z.strictObject({ org: Slug, ...Paging }),
  reply: listOf(MailFailure),
})
