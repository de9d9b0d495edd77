import { expect, test } from 'vitest'
import { isWider, whoSeesNote, whoWillSeeNote } from './words.ts'

const organization = { slug: 'meridian-health', name: 'Meridian', kind: 'buyer' as const }
const member = { organization, as: 'member' as const }
const partner = { organization, as: 'partner' as const }
const draft = { status: 'draft' as const, own: true }
const sent = { status: 'sent' as const, own: false }

test('SPEC 5: who sees a note is said exactly, before it is saved', () => {
  expect(whoSeesNote('personal', member, 'brief', sent)).toBe('Only you. Not even admins.')
  expect(whoSeesNote('team', member, 'solution', null)).toBe('The team of Meridian. Never a partner.')
  expect(whoSeesNote('team', member, 'brief', draft)).toBe('The admins and editors of Meridian. Never a partner.')
  expect(whoSeesNote('shared', member, 'brief', sent)).toBe(
    'The team of Meridian, and partners who can see this brief. Its author, and whoever wrote here before, are told.',
  )
  expect(whoSeesNote('shared', member, 'solution', null)).toBe(
    'The team of Meridian, and any partner who sees all published work. Whoever wrote here before is told.',
  )
})

test('nobody is told that they are told: the author of the work is not', () => {
  expect(whoSeesNote('shared', member, 'brief', { ...sent, own: true })).toBe(
    'The team of Meridian, and partners who can see this brief. Whoever wrote here before is told.',
  )
})

test('a question says the same as a sentence', () => {
  expect(whoWillSeeNote('team', member, 'brief', sent)).toBe('The team of Meridian will see it. Never a partner.')
  expect(whoWillSeeNote('shared', partner, 'shortlist', draft)).toBe(
    'Only you will see it, until it is published. After that the team of Meridian, and any partner who sees all published work.',
  )
})

test('V3: a partner’s note is not promised to a partner who sees only their own work', () => {
  expect(whoSeesNote('shared', partner, 'brief', sent)).toContain('any partner who sees all published work')
})

test('V4: on a draft it says what holds now, and what will hold', () => {
  expect(whoSeesNote('shared', partner, 'shortlist', draft)).toBe(
    'Only you, until it is published. After that the team of Meridian, and any partner who sees all published work.',
  )
  expect(whoSeesNote('shared', member, 'brief', draft)).toBe(
    'The admins and editors of Meridian, until it is sent. After that the team of Meridian, and partners who can see this brief.',
  )
})

test('wider is whatever more people see', () => {
  expect(isWider('shared', 'team') && isWider('team', 'personal')).toBe(true)
  expect(isWider('personal', 'team') || isWider('team', 'team')).toBe(false)
})
