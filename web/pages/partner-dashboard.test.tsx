import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { answering } from '../testing.tsx'
import { openAt, organization, someone } from '../testing-app.tsx'
import { uuid } from '../testing-workspace.tsx'
import styles from './partner-dashboard/partner-dashboard.module.css'

const partnership = (more: object) => ({
  delegationId: uuid(900),
  organization,
  permissions: ['notes'],
  dataVisibility: 'scoped',
  acceptedAt: '2026-11-01T10:00:00.000Z',
  lastActivityAt: '2026-11-21T10:00:00.000Z',
  ...more,
})
const shortlists = { drafts: 1, published: 4 }
const briefs = { drafts: 2, open: 3, newResponses: 1 }

async function numbersOf(more: object) {
  answering(({ url }) => ({
    body: url.endsWith('/me') ? someone({ partnerships: [partnership(more)] }) : { items: [], nextCursor: null },
  }))
  openAt('/partner')
  const card = await screen.findByRole('article')
  const terms = within(card).queryAllByRole('term')
  return terms.map((term) => `${term.textContent} ${term.nextSibling?.textContent}`)
}

test('W2: a card counts drafts of every kind, what is published, open briefs and new responses', async () => {
  expect(await numbersOf({ permissions: ['shortlists', 'briefs'], shortlists, briefs })).toEqual([
    'Drafts 3',
    'Published 4',
    'Open briefs 3',
    'New responses 1',
  ])
})

test.each([
  ['briefs', { shortlists }, ['Drafts 1', 'Published 4']],
  ['shortlists', { briefs }, ['Drafts 2', 'Open briefs 3', 'New responses 1']],
  ['both', {}, []],
] as const)(
  'D5: without the permission for %s there are no numbers of them, not even zero',
  async (_, seen, numbers) => {
    expect(await numbersOf(seen)).toEqual(numbers)
  },
)

test('only new responses are coloured, and only above zero', async () => {
  await numbersOf({ shortlists, briefs })
  expect(document.getElementsByClassName(styles.fresh!)).toHaveLength(1)
  expect(document.getElementsByClassName(styles.fresh!)[0]?.textContent).toBe('New responses1')
})

test('no new response is a quiet zero', async () => {
  await numbersOf({ briefs: { ...briefs, newResponses: 0 } })
  expect(document.getElementsByClassName(styles.fresh!)).toHaveLength(0)
})
