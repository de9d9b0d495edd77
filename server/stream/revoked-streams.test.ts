import { afterAll, beforeAll, expect, test } from 'vitest'
import { percentile } from '../../town/races/arena.ts'
import { change, cookiesOf, openPage, openProcess, type Page, partnersOf, until } from '../../town/streams.ts'
import { freshTown, organizations, people } from '../../town/town.ts'

/* R7b: 200 open streams on two processes, half of their partners are revoked while 1,000 events happen. ROUNDS=5 is its figure. */

const ROUNDS = Number(process.env.ROUNDS ?? 2)
const STREAMS = 200
const EVENTS = 1000
/** So few that each is told by its name: more at once are told as one change. */
const AT_ONCE = 20
const A_TRANSACTION = 5

const { id: orgId, slug } = organizations.meridian
let town: Awaited<ReturnType<typeof freshTown>>
let processes: Awaited<ReturnType<typeof openProcess>>[]
beforeAll(async () => {
  town = await freshTown()
  processes = [await openProcess(town.url), await openProcess(town.url)]
})
afterAll(async () => {
  for (const { stop } of processes) await stop()
  await town.drop()
})

type Partner = { delegationId: string; cookie: string; port: number; page: Page; revokedAt: number | null }

const newPartners = async () =>
  (await partnersOf(town.pool, STREAMS)).map((partner, at) => ({ ...partner, port: processes[at % 2]!.port }))

async function newShortlists(): Promise<string[]> {
  const { rows } = await town.pool.query<{ id: string }>(
    `insert into shortlists (org_id, title, author_id, published_at) select $1, 'Of the team', $2, now() from generate_series(1, $3::int) returning id`,
    [orgId, people.edith.id, EVENTS],
  )
  return rows.map(({ id }) => id)
}

/** In several transactions at a time, as fast as these pages hear of them. Answers when each began. */
async function changeAll(shortlists: string[], hearing: Page[]): Promise<Map<string, number>> {
  const began = new Map<string, number>()
  for (let done = 0; done < shortlists.length; done += AT_ONCE) {
    const now = shortlists.slice(done, done + AT_ONCE)
    for (const id of now) began.set(id, performance.now())
    await Promise.all(
      Array.from({ length: AT_ONCE / A_TRANSACTION }, (_, at) =>
        town.pool.query(
          `insert into audit_events (org_id, kind, actor_as, actor_id, work_id) select $1, 'shortlist.changed', 'member', $2, unnest($3::uuid[])`,
          [orgId, people.edith.id, now.slice(at * A_TRANSACTION, (at + 1) * A_TRANSACTION)],
        ),
      ),
    )
    await until(() => hearing.every(({ heard }) => heard.length >= done + now.length), 20_000)
  }
  return began
}

async function revokeAll(partners: Partner[], bea: string) {
  for (const partner of partners) {
    const { at } = await change(
      partner.port,
      bea,
      'POST',
      `organizations/${slug}/delegations/${partner.delegationId}/revoke`,
    )
    partner.revokedAt = at
  }
}

test('R7b: rounds of 200 streams and 1,000 events: nothing late, closed within a second, and not opened again', async () => {
  const [bea] = await cookiesOf(town.pool, [people.bea.id])
  const closing: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const partners: Partner[] = await Promise.all(
      (await newPartners()).map(async (partner) => ({
        ...partner,
        page: await openPage(partner.port, partner.cookie, slug),
        revokedAt: null,
      })),
    )
    expect(partners.map(({ page }) => page.status)).toEqual(Array(STREAMS).fill(200))
    const revoked = partners.filter((_, at) => at % 4 < 2)
    const stays = partners.filter((_, at) => at % 4 >= 2)
    const shortlists = await newShortlists()
    const [began] = await Promise.all([
      changeAll(shortlists, [stays[0]!.page, stays[1]!.page]),
      revokeAll(revoked, bea!),
    ])
    await until(() => revoked.every(({ page }) => page.closedAt !== null), 20_000)
    await until(() => stays.every(({ page }) => page.heard.length >= EVENTS), 20_000)

    for (const { page, revokedAt } of revoked) {
      closing.push(page.closedAt! - revokedAt!)
      const late = page.heard.filter(({ id }) => id && began.get(id)! > revokedAt!)
      expect(late).toEqual([])
      expect(page.heard.at(-1)!.event).toBe('access-ended')
    }
    for (const { page } of stays) expect(new Set(page.heard.map(({ id }) => id))).toEqual(new Set(shortlists))
    const again = await Promise.all(revoked.map(({ port, cookie }) => openPage(port, cookie, slug)))
    expect(again.map(({ status }) => status)).toEqual(Array(revoked.length).fill(404))
    for (const { page } of stays) page.leave()
  }
  expect(percentile(closing, 0.99)).toBeLessThan(1000)
  process.stdout.write(
    `R7b: ${closing.length} streams closed after a revoke: p50 ${percentile(closing, 0.5).toFixed(0)} ms, p99 ${percentile(closing, 0.99).toFixed(0)} ms, longest ${Math.max(...closing).toFixed(0)} ms\n`,
  )
}, 240_000)
