import { expect, test } from 'vitest'
import { organizations } from '../town.ts'
import { seedOf } from '../worlds/world.ts'
import { attack } from './attack.ts'

const REQUESTS = Number(process.env.REQUESTS ?? 2500)
const seed = seedOf('town/leaks/drafts')

test('R10b, I5, V3, ABUSE 37: partners of one organization hear nothing of each other’s drafts, and scoped ones nothing of each other', {
  timeout: 60_000 + REQUESTS * 60,
}, async () => {
  const seen = await attack({
    name: 'drafts',
    requests: REQUESTS,
    seed,
    people: ['pia', 'max', 'nora', 'stan', 'hans', 'omar', 'bea', 'edith', 'vic', 'cara', 'kira'],
    slugs: [organizations.meridian.slug],
    ids: ({ org }) => org === 'meridian',
  })
  for (const status of ['200', '403', '404']) expect(seen.statuses[status] ?? 0, status).toBeGreaterThan(REQUESTS / 100)
})
