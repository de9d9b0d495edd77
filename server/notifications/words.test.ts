import { describe, expect, test } from 'vitest'
import { newsKinds } from '../../shared/notifications.ts'
import { paths } from '../../web/paths.ts'
import { announcements, type EventKind, type Facts, requestAnnouncements } from '../events/announcements.ts'
import { wordsOf } from './words.ts'

const id = '01900000-0000-7000-8000-000000000001'
const organization = { name: 'Meridian Health', slug: 'meridian-health' }
const facts: Facts = {
  by: 'Bea Okafor',
  partner: 'Pia Lindqvist',
  permissions: ['notes'],
  role: 'editor',
  domain: 'meridian.example',
  invitationId: id,
  title: 'Night shifts',
  changes: ['Notes was removed'],
  solution: 'Crewline',
  asks: { company: 'Meridian Health', person: null },
  on: 'brief',
  reason: null,
}
const tell = (kind: string, more: Facts = {}) =>
  wordsOf(kind, { organization, delegationId: id, workId: id, requestId: id, facts: { ...facts, ...more } })

/** The pages of the web that news lead to. */
const pages = new Set([
  paths.notifications,
  paths.invitation(id),
  paths.request(id),
  paths.workspace(organization.slug),
  paths.partners(organization.slug),
  paths.members(organization.slug),
  paths.organizationSettings(organization.slug),
  paths.shortlist(organization.slug, id),
  paths.brief(organization.slug, id),
  paths.solution(organization.slug, 'crewline'),
])

const told = Object.entries(announcements)
  .filter(([, { news }]) => newsKinds[news].app !== 'never')
  .map(([kind]) => kind as EventKind)
  .filter((kind) => announcements[kind]!.only !== 'mail')

describe('SPEC 10: every row of the table has words, and leads to a page that there is', () => {
  test.each([...told, ...Object.keys(requestAnnouncements)])('%s', (kind) => {
    const { text, detail, path } = tell(kind)
    expect(text).not.toBe(kind)
    expect(`${text} ${detail}`).not.toMatch(/undefined|\[object/)
    expect([...pages]).toContain(path)
  })

  test.each(['delegation.changed', 'delegation.revoked'])(
    'I6: %s of an invitation that was never accepted leads to the invitation',
    (kind) => {
      const { text, path } = tell(kind, { wasActive: false })
      expect(text).not.toMatch(/undefined/)
      expect(path).toBe(paths.invitation(id))
    },
  )

  test.each([
    ['solution', paths.solution(organization.slug, 'crewline')],
    ['shortlist', paths.shortlist(organization.slug, id)],
    ['brief', paths.brief(organization.slug, id)],
  ] as const)('a note on a %s leads beside it', (on, page) => {
    expect(tell('note.shared', { on, slug: 'crewline' }).path).toBe(page)
  })
})
