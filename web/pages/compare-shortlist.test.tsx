import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Shortlist } from '../../shared/shortlists.ts'
import { openWorkspaceAt, solution } from '../testing-workspace.tsx'
import { item, page, shortlist } from './shortlist/testing-shortlist.tsx'

const open = (items: Shortlist['items']) =>
  openWorkspaceAt(`${page}/compare`, {
    [`GET /workspaces/meridian-health/shortlists/${shortlist.id}`]: () => ({ body: { ...shortlist, items } }),
  })

const crewline = item(solution(1, 'Crewline', { verified: true, regions: ['Nordics', 'DACH'] }), 'Fast')
const kindred = item(solution(2, 'Kindred', { regions: ['DACH', 'Nordics'], customerSize: null }))
test('solutions stand side by side in their order, and what is not known is said', async () => {
  open([crewline, kindred])
  await screen.findByRole('table')
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
    'CRNumber 1Crewline',
    'KINumber 2Kindred',
  ])
  const [why] = screen.getAllByRole('row', { name: /^Why/ })
  expect(
    within(why!)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent),
  ).toEqual(['Fast', 'No line yet'])
  const [size] = screen.getAllByRole('row', { name: /^Size of customers/ })
  expect(within(size!).getAllByRole('cell').at(-1)?.textContent).toBe('Not stated')
})

test('only differences: rows that are the same for all go, also where the same regions stand in another order', async () => {
  open([crewline, kindred])
  fireEvent.click(await screen.findByRole('switch', { name: 'Only differences' }))
  expect(screen.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual([
    'Why',
    'In short',
    'Size of customers',
    'Verified',
  ])
  screen.getByText('4 rows are the same for all.')
})

test('of one solution there is nothing to tell apart, and of none nothing to show', async () => {
  open([crewline])
  await screen.findByText('There is only one solution on it so far.')
  expect(screen.queryByRole('switch')).toBeNull()
})

test('without a solution the way back is the one button', async () => {
  open([])
  await screen.findByText('Nothing to compare yet')
  const back = screen.getByRole('link', { name: 'Back to the shortlist' })
  expect(back.getAttribute('href')).toBe(page)
})
