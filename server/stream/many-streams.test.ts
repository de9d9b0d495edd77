import { afterAll, beforeAll, expect, test } from 'vitest'
import { change, cookiesOf, metric, openPage, type Page, partnersOf, spawnProcess, until } from '../../town/streams.ts'
import { freshTown, organizations, people, shortlists } from '../../town/town.ts'

/* One process with as many open streams as it promises to hold. */

const STREAMS = 2000
const OPENED_AT_ONCE = 50

const { slug } = organizations.meridian
let town: Awaited<ReturnType<typeof freshTown>>
let program: Awaited<ReturnType<typeof spawnProcess>>
beforeAll(async () => {
  town = await freshTown()
  program = await spawnProcess(town.url)
})
afterAll(async () => {
  await program.stop()
  await town.drop()
})

const memory = () => metric(program.port, 'process_resident_memory_bytes')

async function openAll(cookies: string[]): Promise<Page[]> {
  const pages: Page[] = []
  for (let first = 0; first < cookies.length; first += OPENED_AT_ONCE)
    pages.push(
      ...(await Promise.all(
        cookies.slice(first, first + OPENED_AT_ONCE).map((cookie) => openPage(program.port, cookie, slug)),
      )),
    )
  return pages
}

test('2,000 open streams on one process: one change reaches all of them, a revoke closes its own within a second', async () => {
  const { port } = program
  const [bea, edith] = await cookiesOf(town.pool, [people.bea.id, people.edith.id])
  const partners = await partnersOf(town.pool, STREAMS)
  const before = await memory()
  const began = performance.now()
  const pages = await openAll(partners.map(({ cookie }) => cookie))
  const opening = performance.now() - began
  expect(pages.filter(({ status }) => status === 200)).toHaveLength(STREAMS)
  expect(await metric(port, 'http_open_streams')).toBe(STREAMS)

  const list = `workspaces/${slug}/shortlists/${shortlists.poland}`
  const changed = await change(port, edith!, 'PATCH', list, { title: 'Seen by everybody' })
  await until(() => pages.every(({ heard }) => heard.length === 1))
  const delivering = Math.max(...pages.map(({ heard }) => heard[0]!.at)) - changed.at

  const last = partners.at(-1)!
  const revoke = `organizations/${slug}/delegations/${last.delegationId}/revoke`
  const revoked = await change(port, bea!, 'POST', revoke)
  await until(() => pages.at(-1)!.closedAt !== null)
  const closing = pages.at(-1)!.closedAt! - revoked.at
  expect(closing).toBeLessThan(1000)
  expect(pages.filter(({ heard }) => heard.length > 1)).toHaveLength(1)

  const each = ((await memory()) - before) / STREAMS
  expect(each).toBeLessThan(100_000)
  for (const page of pages) page.leave()
  await until(async () => (await metric(port, 'http_open_streams')) === 0)
  process.stdout.write(
    `${STREAMS} streams: opened in ${opening.toFixed(0)} ms, ${(each / 1000).toFixed(0)} kB each, one change to all in ${delivering.toFixed(0)} ms, a revoke closed in ${closing.toFixed(0)} ms\n`,
  )
}, 120_000)
