import { expect, test } from 'vitest'
import { address } from '../../shared/endpoint.ts'
import { db, serverOf } from '../town.ts'
import { seedOf } from '../worlds/world.ts'
import { attack } from './attack.ts'
import { tagsIn } from './canaries.ts'
import { doors } from './doors.ts'
import { allSlugs } from './requests.ts'

const REQUESTS = Number(process.env.REQUESTS ?? 4000)
const seed = seedOf('town/leaks/cross-tenant')

test('R10: every door that the server opens is one of those that are tried', async () => {
  const { paths } = (await (await serverOf(db()).browserOf('nobody'))({ url: '/api/openapi.json' })).json()
  const open = Object.entries<object>(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
  )
  const tried = doors.map((door) => [address(door)[0], address(door)[1].replace(/:(\w+)/g, '{$1}')].join(' '))
  expect(open.filter((it) => !tried.includes(it) && !it.endsWith('/stream'))).toEqual([])
})

test('R10, I1, ABUSE 34 to 39: whatever one asks, of whatever organization, nobody hears what is not theirs or changes it', {
  timeout: 60_000 + REQUESTS * 60,
}, async () => {
  const people = [
    'bea',
    'edith',
    'vic',
    'pia',
    'max',
    'nora',
    'hans',
    'ola',
    'cara',
    'stan',
    'omar',
    'kim',
    'kira',
  ] as const
  const seen = await attack({
    name: 'cross-tenant',
    requests: REQUESTS,
    seed,
    people: [...people],
    slugs: allSlugs,
    ids: () => true,
  })
  expect(seen.doors.size, 'doors that were tried').toBeGreaterThanOrEqual(doors.length - 4)
  // What is planted is there to be heard by those who may, so that its silence before others says something.
  const kinds = [
    'work',
    'draft',
    'trash',
    'teamdraft',
    'briefdraft',
    'brief',
    'brieftrash',
    'answer',
    'answerdraft',
    'rate',
  ]
  const heard = new Set([...seen.heard, ...(await heardInOwnRequests())])
  expect(kinds.filter((kind) => !heard.has(kind))).toEqual([])
  expect(seen.statuses['200'] ?? 0, 'what is one’s own is answered').toBeGreaterThan(REQUESTS / 20)
})

/** Chance seldom meets the few requests that a solution has begun to answer: its own people look at them. */
async function heardInOwnRequests(): Promise<string[]> {
  const browser = await serverOf(db()).browserOf('cara')
  const { items } = (await browser({ url: '/api/v1/requests?limit=100' })).json()
  const pages: string[] = []
  for (const { id } of items) pages.push((await browser({ url: `/api/v1/requests/${id}` })).body)
  return pages.flatMap(tagsIn).map((tag) => tag.split('.')[1] ?? tag)
}
