import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, organizations } from '../town.ts'
import { type Arena, all, dice, openArena, percentile, statusesOf, tally } from './arena.ts'

/* Many hands on one shortlist, on two instances, with real commits (SPEC V3, V4, V5, D8, D11, G2). */

const { seed, below, shuffled } = dice()
console.info(`town/races/reorder: SEED=${seed}`)
const workspace = `/api/v1/workspaces/${organizations.meridian.slug}`
const partners = `/api/v1/organizations/${organizations.meridian.slug}/delegations`

type Browsers = Awaited<ReturnType<Arena['browsersOf']>>
let arena: Arena
let bea: Browsers
let edith: Browsers
let solutions: string[]

beforeAll(async () => {
  arena = await openArena()
  bea = await arena.browsersOf('bea')
  edith = await arena.browsersOf('edith')
  solutions = (await arena.rowsOf<{ id: string }>('select id from solutions order by id')).map(({ id }) => id)
})
afterAll(() => arena.close())

type Browser = Browsers[number]
const send = (browser: Browser, method: string, path: string, body: object = {}, headers = {}) =>
  browser({ method, url: `${workspace}/shortlists${path}`, body, headers })
const order = (browser: Browser, id: string, solutionIds: string[], headers = {}) =>
  send(browser, 'PUT', `/${id}/order`, { solutionIds }, headers)

/** A shortlist with the first so many solutions on it. */
async function newShortlist(browser: Browser, items: number): Promise<string> {
  const { id } = (await send(browser, 'POST', '', { title: 'Racing' })).json()
  for (const solutionId of solutions.slice(0, items)) await send(browser, 'POST', `/${id}/items`, { solutionId })
  return id
}

const placesOf = (id: string) =>
  arena.rowsOf<{ solutionId: string; position: number }>(
    `select solution_id as "solutionId", position from shortlist_items where shortlist_id = $1 order by position`,
    [id],
  )
const orderOf = async (id: string) => (await placesOf(id)).map(({ solutionId }) => solutionId)
const versionOf = async (id: string) =>
  (await arena.one<{ version: number }>('select version from shortlists where id = $1', [id])).version
const eventsOf = async (id: string) =>
  (await arena.one<{ n: number }>('select count(*) as n from audit_events where work_id = $1', [id])).n

async function newPartner() {
  const partner = await arena.newPerson()
  const delegationId = await arena.newDelegation(partner.id, { active: true })
  return { delegationId, browsers: arena.instances.map(({ browserWith }) => browserWith(partner.cookie)) as Browsers }
}

describe('two who order at once', () => {
  test('end in exactly one of the two orders, never in a mixture', async () => {
    const id = await newShortlist(bea[0]!, 12)
    for (let round = 0; round < 20; round++) {
      const wanted = [shuffled(solutions.slice(0, 12)), shuffled(solutions.slice(0, 12))]
      const answers = await Promise.all([order(bea[0]!, id, wanted[0]!), order(edith[1]!, id, wanted[1]!)])
      expect(statusesOf(answers)).toEqual([200])
      expect(wanted).toContainEqual(await orderOf(id))
      for (const [index, answer] of answers.entries())
        expect(answer.json().items.map((item: { solutionId: string }) => item.solutionId)).toEqual(wanted[index])
    }
  })

  test('D8: who both saw the same version: one wins, the other is told, and the order is that of the winner', async () => {
    const id = await newShortlist(bea[0]!, 8)
    for (let round = 0; round < 20; round++) {
      const seen = { 'if-match': `"${await versionOf(id)}"` }
      const now = await orderOf(id)
      const wanted = [now.toReversed(), [...now.slice(1), now[0]!]]
      const answers = await Promise.all([order(bea[0]!, id, wanted[0]!, seen), order(edith[1]!, id, wanted[1]!, seen)])
      expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 200: 1, 412: 1 })
      expect(await orderOf(id)).toEqual(wanted[answers.findIndex(({ statusCode }) => statusCode === 200)])
    }
    expect(await versionOf(id)).toBe(9 + 20)
  })
})

describe('adding and removing', () => {
  test('twenty who each add another solution: all are there, at places 1 to 20', async () => {
    const id = await newShortlist(bea[0]!, 0)
    const answers = await all(20, (index) =>
      send((index % 4 < 2 ? bea : edith)[index % 2]!, 'POST', `/${id}/items`, {
        solutionId: solutions[index],
        ...(index % 3 === 0 && { place: 1 }),
      }),
    )
    expect(statusesOf(answers)).toEqual([200])
    const places = await placesOf(id)
    expect(places.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    expect(places.map(({ solutionId }) => solutionId).sort()).toEqual(solutions.slice(0, 20).sort())
    expect(await versionOf(id)).toBe(21)
  })

  test('twenty who add the same solution add it once', async () => {
    const id = await newShortlist(bea[0]!, 0)
    const answers = await all(20, (index) =>
      send(bea[index % 2]!, 'POST', `/${id}/items`, { solutionId: solutions[0] }),
    )
    expect(statusesOf(answers)).toEqual([200])
    expect([await orderOf(id), await versionOf(id)]).toEqual([[solutions[0]], 2])
  })

  test('I7: a storm of all of it leaves one consistent list, and an event for every version', async () => {
    const id = await newShortlist(bea[0]!, 6)
    const known = solutions.slice(0, 10)
    const any = () => known[below(known.length)]!
    const storm = async (index: number) => {
      const browser = (index % 2 ? bea : edith)[index % 2]!
      const answers: Answer[] = []
      for (let step = 0; step < 12; step++) {
        const deed = below(3)
        if (deed === 0)
          answers.push(await send(browser, 'POST', `/${id}/items`, { solutionId: any(), place: 1 + below(8) }))
        if (deed === 1) answers.push(await send(browser, 'DELETE', `/${id}/items/${any()}`))
        if (deed === 2) answers.push(await order(browser, id, shuffled(await orderOf(id))))
      }
      return answers
    }
    const answers = (await Promise.all(Array.from({ length: 8 }, (_, index) => storm(index)))).flat()
    for (const status of statusesOf(answers)) expect([200, 404, 409]).toContain(status)
    const places = await placesOf(id)
    expect(new Set(places.map(({ position }) => position)).size).toBe(places.length)
    const { items, version } = (await bea[0]!({ url: `${workspace}/shortlists/${id}` })).json()
    expect(items.map((item: { solutionId: string }) => item.solutionId)).toEqual(await orderOf(id))
    expect(await eventsOf(id)).toBe(version)
    expect((await order(bea[0]!, id, (await orderOf(id)).toReversed())).statusCode).toBe(200)
  })
})

describe('V4, V5: publishing and deleting', () => {
  test('ten publish at once: it is published once', async () => {
    for (let round = 0; round < 5; round++) {
      const { browsers } = await newPartner()
      const id = await newShortlist(browsers[0]!, 0)
      const answers = await all(10, (index) => send(browsers[index % 2]!, 'POST', `/${id}/publish`))
      expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 200: 1, 409: 9 })
      expect([await versionOf(id), await eventsOf(id)]).toEqual([2, 2])
    }
  })

  test('one publishes while another page deletes: it is in the trash or gone, as both were told', async () => {
    const ends: string[] = []
    for (let round = 0; round < 20; round++) {
      const { browsers } = await newPartner()
      const id = await newShortlist(browsers[0]!, 0)
      const [published, deleted] = await Promise.all(
        shuffled([0, 1]).map(async (which) => ({
          which,
          answer: await (which === 0
            ? send(browsers[0]!, 'POST', `/${id}/publish`)
            : send(browsers[1]!, 'DELETE', `/${id}`)),
        })),
      ).then((both) => both.sort((one, other) => one.which - other.which).map(({ answer }) => answer))
      expect(deleted!.statusCode).toBe(200)
      const rows = await arena.rowsOf<{ trashed: boolean }>(
        'select trashed_at is not null as trashed from shortlists where id = $1',
        [id],
      )
      const { trashed } = deleted!.json()
      expect([published!.statusCode, rows]).toEqual(trashed ? [200, [{ trashed: true }]] : [404, []])
      ends.push(trashed ? 'trash' : 'gone')
    }
    console.info(`publish against delete: ${JSON.stringify(tally(ends))}`)
  })

  test('ten delete at once, then ten restore at once: each happens once', async () => {
    const id = await newShortlist(bea[0]!, 2)
    const deleted = await all(10, (index) => send((index < 5 ? bea : edith)[index % 2]!, 'DELETE', `/${id}`))
    expect(tally(deleted.map(({ statusCode }) => statusCode))).toEqual({ 200: 1, 404: 9 })
    const url = `${workspace}/trash/shortlists/${id}/restore`
    const restored = await all(10, (index) => edith[index % 2]!({ method: 'POST', url, body: {} }))
    expect(tally(restored.map(({ statusCode }) => statusCode))).toEqual({ 200: 1, 404: 9 })
    expect(await eventsOf(id)).toBe(3 + 2)
  })
})

/** Everything that the audit says of the organization's work. */
const auditText = async () =>
  (await bea[0]!({ url: `/api/v1/organizations/${organizations.meridian.slug}/audit` })).body

test('V1: of a draft that is renamed by many while it is published, the audit shows no title from before', async () => {
  for (let round = 0; round < 8; round++) {
    const { browsers } = await newPartner()
    const id = await newShortlist(browsers[0]!, 0)
    const titleOf = (index: number) => `Secret ${seed}-${round}-${index}`
    const answers = await all(9, (index) =>
      index === 4
        ? send(browsers[0]!, 'POST', `/${id}/publish`)
        : send(browsers[index % 2]!, 'PATCH', `/${id}`, { title: titleOf(index) }),
    )
    expect(statusesOf(answers)).toEqual([200])
    const atPublishing = answers[4]!.json().title
    const drafts = answers.map((answer) => answer.json()).filter(({ status }) => status === 'draft')
    const audit = await auditText()
    for (const { title } of drafts) if (title !== atPublishing) expect(audit).not.toContain(title)
  }
})

describe('G2, D11: a revoke while the partner orders without a pause', () => {
  const ROUNDS = 8
  const WRITERS = 8

  test('nothing commits after it, and what passed to the organization holds all that was committed', async () => {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const { delegationId, browsers } = await newPartner()
      const id = await newShortlist(browsers[0]!, 5)
      const committed: { version: number; order: string[] }[] = []
      const titles: string[] = []
      const late: number[] = []
      let acknowledged = Number.POSITIVE_INFINITY
      let writing = true
      const storm = async (index: number) => {
        for (let step = 0; writing; step++) {
          const began = performance.now()
          const title = `Passed ${seed}-${round}-${index}-${step}`
          const answer =
            index === 0
              ? await send(browsers[0]!, 'PATCH', `/${id}`, { title })
              : await order(browsers[index % 2]!, id, shuffled(solutions.slice(0, 5)))
          if (began > acknowledged) late.push(answer.statusCode)
          if (answer.statusCode !== 200) continue
          const { version, items } = answer.json()
          committed.push({ version, order: items.map((item: { solutionId: string }) => item.solutionId) })
          if (index === 0) titles.push(title)
        }
      }
      const storms = Array.from({ length: WRITERS }, (_, index) => storm(index))
      await sleep(60)
      const began = performance.now()
      const revoked = await bea[round % 2]!({ method: 'POST', url: `${partners}/${delegationId}/revoke`, body: {} })
      acknowledged = performance.now()
      times.push(acknowledged - began)
      const atOnce = [await versionOf(id), await orderOf(id)]
      expect(revoked.statusCode, revoked.body).toBe(200)
      await sleep(30)
      writing = false
      await Promise.all(storms)

      expect([await versionOf(id), await orderOf(id)]).toEqual(atOnce)
      expect(new Set(late)).toEqual(new Set([404]))
      const last = committed.toSorted((one, other) => one.version - other.version).at(-1)!
      // The handing over is the one version that the partner did not make.
      expect(atOnce).toEqual([last.version + 1, last.order])
      const passed = (await edith[0]!({ url: `${workspace}/shortlists/${id}` })).json()
      expect(passed).toMatchObject({ status: 'draft', handedOverAt: expect.any(String), version: last.version + 1 })
      const audit = await auditText()
      for (const title of titles) expect(audit).not.toContain(title)
    }
    console.info(
      `revoke while ordering: ${ROUNDS} rounds, ${WRITERS} writers, slowest ${percentile(times, 1).toFixed(0)} ms`,
    )
  })
})

describe('V3: the lock of a draft is not felt by who cannot see it', () => {
  test('while its owner holds it, everybody else is answered as if it did not exist; the owner waits', async () => {
    const { browsers } = await newPartner()
    const id = await newShortlist(browsers[0]!, 2)
    const holder = await arena.pool.connect()
    await holder.query('begin')
    await holder.query('select from shortlists where id = $1 for update', [id])
    try {
      const others = [
        bea,
        edith,
        await arena.browsersOf('vic'),
        await arena.browsersOf('pia'),
        await arena.browsersOf('max'),
      ]
      for (const [browser] of others) {
        const deeds: [string, string, object?][] = [
          ['PATCH', `/${id}`, { title: 'x' }],
          ['DELETE', `/${id}`],
          ['POST', `/${id}/publish`],
          ['POST', `/${id}/items`, { solutionId: solutions[0] }],
          ['PATCH', `/${id}/items/${solutions[0]}`, { reason: 'x' }],
          ['DELETE', `/${id}/items/${solutions[0]}`],
          ['PUT', `/${id}/order`, { solutionIds: [] }],
        ]
        for (const [method, path, body] of deeds) {
          const answer = await Promise.race([send(browser!, method, path, body), sleep(5000).then(() => null)])
          expect(answer?.statusCode, `${method} ${path} was kept waiting`).toBe(404)
        }
      }
      const restoring = bea[0]!({ method: 'POST', url: `${workspace}/trash/shortlists/${id}/restore`, body: {} })
      expect((await Promise.race([restoring, sleep(5000).then(() => null)]))?.statusCode).toBe(404)

      const waiting = send(browsers[0]!, 'PATCH', `/${id}`, { title: 'By its owner' })
      expect(await Promise.race([waiting.then(() => 'answered'), sleep(300).then(() => 'waits')])).toBe('waits')
      await holder.query('commit')
      expect((await waiting).statusCode).toBe(200)
    } finally {
      await holder.query('rollback')
      holder.release()
    }
  })
})
