import { beforeEach, expect, test, vi } from 'vitest'
import type { Me } from '../shared/accounts.ts'
import { draftKept, forgetDraft, forgetDrafts, forgetForeignDrafts, keepDraft } from './kept-drafts.ts'
import { organization, someone } from './testing-app.tsx'

const me = someone({ organizations: [{ ...organization, role: 'editor' }] }) as Me
const orchard: Me['partnerships'][number] = {
  delegationId: '01900000-0000-7000-b000-000000000008',
  organization: { slug: 'orchard-foods', name: 'Orchard Foods', kind: 'buyer' },
  permissions: ['shortlists'],
  dataVisibility: 'scoped',
  acceptedAt: '2026-11-01T10:00:00.000Z',
  lastActivityAt: '2026-11-01T10:00:00.000Z',
}
const mine = { user: me.user.id, org: organization.slug, id: 'b1' }
beforeEach(() => {
  localStorage.clear()
  forgetForeignDrafts(me)
  localStorage.setItem('color-scheme', 'dark')
})

test('what was kept is there again after a crash, until it is forgotten', () => {
  keepDraft(mine, { title: 'Night shifts' })
  expect(draftKept(mine)).toEqual({ title: 'Night shifts' })
  expect(draftKept({ ...mine, id: 'b2' })).toBeNull()
  forgetDraft(mine)
  expect(draftKept(mine)).toBeNull()
})

test('signing out leaves nothing that was typed, and nothing else is touched', () => {
  keepDraft(mine, 'one')
  keepDraft({ ...mine, id: 'b2' }, 'two')
  forgetDrafts()
  expect(Object.keys(localStorage)).toEqual(['color-scheme'])
})

test('a page that goes away after signing out keeps nothing; whoever signs in keeps again', () => {
  forgetDrafts()
  keepDraft(mine, 'late')
  expect(draftKept(mine)).toBeNull()
  forgetForeignDrafts(me)
  keepDraft(mine, 'mine')
  expect(draftKept(mine)).toBe('mine')
})

test('G3: what belongs to somebody else, or to an organization that one has left, does not stay', () => {
  keepDraft(mine, 'mine')
  keepDraft({ ...mine, user: 'somebody-else' }, 'theirs')
  keepDraft({ ...mine, org: 'northwind' }, 'where access ended')
  keepDraft({ ...mine, org: 'orchard-foods' }, 'where briefs are not granted any more')
  keepDraft({ ...mine, org: 'orchard-foods', id: 'notes:shortlist:s1' }, 'nor notes')
  forgetForeignDrafts({ ...me, partnerships: [orchard] })
  expect(Object.keys(localStorage).filter((it) => it.startsWith('draft:'))).toHaveLength(1)
  expect(draftKept(mine)).toBe('mine')
})

test('D5: with notes and without briefs, what was written of notes stays, and the other way round', () => {
  const brief = { ...mine, org: 'orchard-foods' }
  const note = { ...brief, id: 'notes:shortlist:s1' }
  const kept = () => [brief, note].map(draftKept)
  const enterWith = (permissions: typeof orchard.permissions) =>
    forgetForeignDrafts({ ...me, partnerships: [{ ...orchard, permissions }] })
  const write = () => {
    keepDraft(brief, 'brief')
    keepDraft(note, 'note')
  }
  write()
  enterWith(['notes', 'shortlists'])
  expect(kept()).toEqual([null, 'note'])
  write()
  enterWith(['briefs'])
  expect(kept()).toEqual(['brief', null])
})

test('what was left lying for a month is forgotten, and so is what cannot be read', () => {
  keepDraft(mine, 'old')
  localStorage.setItem(`draft:${me.user.id}:${organization.slug}:b3`, 'no json')
  expect(draftKept({ ...mine, id: 'b3' })).toBeNull()
  vi.useFakeTimers({ now: Date.now() + 31 * 24 * 60 * 60_000 })
  forgetForeignDrafts(me)
  vi.useRealTimers()
  expect(Object.keys(localStorage)).toEqual(['color-scheme'])
})

test('a browser that keeps nothing breaks nothing', () => {
  vi.stubGlobal('localStorage', undefined)
  keepDraft(mine, 'text')
  expect(draftKept(mine)).toBeNull()
  forgetDrafts()
  vi.unstubAllGlobals()
})
