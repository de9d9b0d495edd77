import { describe, expect, test } from 'vitest'
import { factsOf } from './facts.ts'

const facts = (before: object | null, after: object | null) =>
  factsOf({ before: before as Record<string, unknown> | null, after: after as Record<string, unknown> | null })

describe('SPEC 11: what an event changed, in words', () => {
  test('the terms of a partner, by the words of the screens', () => {
    expect(
      facts(
        { permissions: ['shortlists'], dataVisibility: 'scoped', identityMode: 'as_buyer' },
        { permissions: ['shortlists', 'notes'], dataVisibility: 'full', identityMode: 'as_buyer' },
      ),
    ).toEqual([
      { label: 'They may work on', was: 'Shortlists', now: 'Shortlists, Notes' },
      { label: 'They see', was: 'Own work only', now: 'All published work' },
    ])
  })

  test('what was not there before is told as nothing, and what only came is told alone', () => {
    expect(facts({ description: '' }, { description: 'New' })).toEqual([
      { label: 'Description', was: 'nothing', now: 'New' },
    ])
    expect(facts(null, { role: 'viewer', email: 'ann@clinic.example' })).toEqual([
      { label: 'Role', now: 'Viewer' },
      { label: 'Email', now: 'ann@clinic.example' },
    ])
  })

  test('settings, dates, money and questions as people say them', () => {
    const told = facts(
      { inviteExpiryDays: null, viewersSeeQuotes: true, budget: null, questions: [] },
      {
        inviteExpiryDays: 1,
        viewersSeeQuotes: false,
        startDate: '2026-12-01',
        budget: { min: 100_000, max: null, currency: 'EUR' },
        questions: [
          { id: 'x', text: 'How many?', type: 'number', choices: [], required: true },
          { id: 'y', text: 'Since when?', type: 'text', choices: [], required: false },
        ],
      },
    )
    expect(told).toContainEqual({ label: 'Invitations work', was: 'as long as is usual', now: '1 day' })
    expect(told).toContainEqual({ label: 'Viewers see quotes', was: 'yes', now: 'no' })
    expect(told).toContainEqual({ label: 'Start of the work', now: '1 December 2026' })
    expect(told).toContainEqual({ label: 'Budget', was: 'nothing', now: 'from €1,000.00' })
    expect(told).toContainEqual({ label: 'Questions', was: 'nothing', now: '1. How many?\n2. Since when?' })
  })

  test('ids and what stayed the same are not told; nothing is told as the machine writes it', () => {
    expect(facts({ title: 'Same', noteId: 'a', version: 1 }, { title: 'Same', noteId: 'a', version: 2 })).toEqual([])
    const [fact] = facts(null, { somethingNew: { deepId: 'a', whole: [1, true, { half: null }] } })
    expect(fact).toEqual({ label: 'Something new', now: 'Whole: 1, yes, Half: nothing' })
    expect(facts(null, { description: 'x'.repeat(5000) })[0]!.now!.length).toBeLessThan(1300)
  })

  test('a status that has no badge is told all the same', () => {
    expect(facts({ status: 'pending' }, { status: 'active' })).toEqual([
      { label: 'Status', was: 'Pending', now: 'Active' },
    ])
  })
})
