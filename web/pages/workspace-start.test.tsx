// @vitest-environment jsdom
import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { openWorkspaceAt, workspace } from './shortlist/testing-shortlist.tsx'

const loaded = vi.hoisted(() => vi.fn())
/** The real one: it only tells when it is loaded. */
vi.mock('./workspace-start/newest-shortlists.tsx', (original) => {
  loaded()
  return original()
})

const start = '/w/meridian-health'
const doors = {
  'GET /workspaces/meridian-health/shortlists?': () => ({ body: { items: [], nextCursor: null } }),
}

test.each(['partner', 'member'] as const)(
  'D5: a %s without shortlists asks neither for them nor for their code',
  async (as) => {
    const role = as === 'member' ? 'viewer' : null
    const can = { ...workspace.can, readShortlists: false }
    const { asked } = openWorkspaceAt(start, doors, { ...workspace, as, role, permissions: [], can })
    await screen.findByRole('heading', { level: 1, name: 'Overview' })
    expect(screen.queryByRole('heading', { name: 'Shortlists' })).toBeNull()
    expect(loaded).not.toHaveBeenCalled()
    expect(asked.some(({ url }) => url.includes('/shortlists'))).toBe(false)
  },
)

test('who may see them finds the newest shortlists on the first page', async () => {
  openWorkspaceAt(start, doors)
  await screen.findByText('Find solutions')
  expect(loaded).toHaveBeenCalled()
})
