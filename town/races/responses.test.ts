import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieOfContact, sentBrief } from '../asked.ts'
import { type Answer, organizations } from '../town.ts'
import { type Arena, all, openArena, percentile, tally } from './arena.ts'

/*
 * SPEC 5 with real writers and real commits: what a brief holds when its closing is acknowledged is all that it may ever
 * hold, whoever closes it; and colleagues who answer at once end with every version kept, and none lost.
 */

const ROUNDS = Number(process.env.ROUNDS ?? 6)
const WRITERS = 6
const slugs = ['globehire', 'talentbridge', 'shiftlark', 'fieldforce', 'crewline']

let arena: Arena
let bea: Awaited<ReturnType<Arena['browsersOf']>>
let cara: Awaited<ReturnType<Arena['browsersOf']>>
type Browser = Arena['instances'][number]['browserOf'] extends (...of: never[]) => Promise<infer B> ? B : never

beforeAll(async () => {
  arena = await openArena()
  bea = await arena.browsersOf('bea')
  cara = await arena.browsersOf('cara')
})
afterAll(() => arena.close())

const asked = (deadline: Date | null = null) => sentBrief(arena.db, { solutions: slugs, deadline, questions: [] })
type Brief = Awaited<ReturnType<typeof asked>>

const respond = (browser: Browser, id: string, message = 'Gladly.', headers = {}) =>
  browser({ method: 'PUT', url: `/api/v1/requests/${id}/response`, body: { message }, headers })

/** A browser at each of the two instances for each solution's contact. */
async function contacts({ requests }: Brief) {
  const browsers: { browser: Browser; id: string }[] = []
  for (const slug of slugs) {
    const cookie = await cookieOfContact(arena.db, `hello@${slug}.example`)
    for (const { browserWith } of arena.instances) browsers.push({ browser: browserWith(cookie), id: requests[slug]! })
  }
  return browsers
}

const held = async ({ id }: Brief) =>
  (
    await arena.one<{ count: number }>(
      'select count(*) from responses a join requests r on r.id = a.request_id where r.brief_id = $1',
      [id],
    )
  ).count

/** Everybody answers without a pause, until they are told that it is over. */
function writing(brief: Brief, browsers: { browser: Browser; id: string }[]) {
  const began: { at: number; status: number }[] = []
  let over = false
  const one = async ({ browser, id }: { browser: Browser; id: string }) => {
    while (!over) {
      const at = performance.now()
      const { statusCode } = await respond(browser, id)
      began.push({ at, status: statusCode })
      if (statusCode === 409) await sleep(5)
    }
  }
  const writers = browsers.slice(0, WRITERS).map(one)
  const is = async (enough: (it: { at: number; status: number }) => boolean) => {
    for (let wait = 0; wait < 2000 && !began.some(enough); wait++) await sleep(5)
  }
  return {
    began,
    firstTaken: () => is(({ status }) => status === 200),
    /** Somebody began after this moment, and has been told. */
    someoneLaterThan: (moment: number) => is(({ at }) => at > moment),
    async stop() {
      over = true
      await Promise.all(writers)
      return held(brief)
    },
  }
}

test('SPEC 5: nothing is accepted after closing was acknowledged, and what was accepted before is kept', {
  timeout: 60_000,
}, async () => {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const brief = await asked()
    const writers = writing(brief, await contacts(brief))
    await writers.firstTaken()
    const before = performance.now()
    const url = `/api/v1/workspaces/${organizations.meridian.slug}/briefs/${brief.id}/close`
    const closed = await bea[round % 2]!({ method: 'POST', url, body: {} })
    const acknowledged = performance.now()
    const then = await held(brief)
    await writers.someoneLaterThan(acknowledged)
    const after = await writers.stop()
    expect(closed.statusCode, closed.body).toBe(200)
    times.push(acknowledged - before)
    expect(after).toBe(then)
    expect(writers.began.filter(({ status }) => status === 200)).toHaveLength(after)
    expect(new Set(writers.began.filter(({ at }) => at > acknowledged).map(({ status }) => status))).toEqual(
      new Set([409]),
    )
    expect(after).toBeGreaterThan(0)
  }
  console.info(
    `closing while solutions answer: median ${percentile(times, 0.5).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`,
  )
})

test('SPEC 5: a deadline closes by itself: nothing bears a later moment, by the clock of the database', {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const brief = await asked()
    const browsers = await contacts(brief)
    const { at } = await arena.one<{ at: Date }>(
      `update briefs set deadline = clock_timestamp() + interval '300 milliseconds' where id = $1 returning deadline as at`,
      [brief.id],
    )
    const writers = writing(brief, browsers)
    await sleep(350)
    await writers.someoneLaterThan(performance.now())
    const after = await writers.stop()
    const { late } = await arena.one<{ late: number }>(
      'select count(*) as late from responses a join requests r on r.id = a.request_id join briefs b on b.id = r.brief_id where b.id = $1 and a.created_at >= b.deadline',
      [brief.id],
    )
    expect({ late, at: at instanceof Date }).toEqual({ late: 0, at: true })
    expect(writers.began.filter(({ status }) => status === 200)).toHaveLength(after)
    expect(writers.began.at(-1)!.status).toBe(409)
    expect(after).toBeGreaterThan(0)
  }
})

test('an answer that waited for a lock while the deadline passed is refused', async () => {
  const brief = await asked()
  const holder = await arena.pool.connect()
  await holder.query('begin')
  await holder.query(`update briefs set deadline = clock_timestamp() + interval '150 milliseconds' where id = $1`, [
    brief.id,
  ])
  const answer = respond(cara[0]!, brief.requests.crewline!)
  await sleep(250)
  await holder.query('commit')
  holder.release()
  expect((await answer).json().code).toBe('request_closed')
  expect(await held(brief)).toBe(0)
})

const statuses = (answers: Answer[]) => tally(answers.map(({ statusCode }) => statusCode))

test('two colleagues who answer at once on the same version: one is taken, the other is told', {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const brief = await asked()
    const id = brief.requests.crewline!
    const contact = await cookieOfContact(arena.db, 'hello@crewline.example')
    const colleagues = [cara[0]!, arena.instances[1]!.browserWith(contact)]
    const answers = await all(8, (index) =>
      respond(colleagues[index % 2]!, id, `Answer ${index}`, { 'if-match': '"0"' }),
    )
    expect(statuses(answers)).toEqual({ 200: 1, 412: 7 })
    expect(await held(brief)).toBe(1)
  }
})

test('without a version the last one counts, and every version is kept, numbered without a gap', async () => {
  const brief = await asked()
  const id = brief.requests.crewline!
  const answers = await all(12, (index) => respond(cara[index % 2]!, id, `Answer ${index}`))
  expect(statuses(answers)).toEqual({ 200: 12 })
  const rows = await arena.rowsOf<{ version: number; message: string }>(
    'select version, message from responses where request_id = $1 order by version',
    [id],
  )
  expect(rows.map(({ version }) => version)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
  expect((await cara[0]!({ url: `/api/v1/requests/${id}` })).json().response).toMatchObject(rows.at(-1)!)
})

test('G2: nothing commits under a membership of the solution’s organization after the member was removed', {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const brief = await asked()
    const editor = await arena.newPerson()
    const { id: member } = await arena.one<{ id: string }>(
      `insert into memberships (org_id, user_id, role) values ($1, $2, 'editor') returning id`,
      [organizations.crewline.id, editor.id],
    )
    const browsers = Array.from({ length: WRITERS }, (_, index) => ({
      browser: arena.instances[index % 2]!.browserWith(editor.cookie),
      id: brief.requests.crewline!,
    }))
    const writers = writing(brief, browsers)
    await writers.firstTaken()
    const url = `/api/v1/organizations/${organizations.crewline.slug}/members/${member}`
    const removed = await cara[round % 2]!({ method: 'DELETE', url })
    const acknowledged = performance.now()
    const then = await held(brief)
    await writers.someoneLaterThan(acknowledged)
    expect(await writers.stop()).toBe(then)
    expect(removed.statusCode).toBe(200)
    expect(then).toBeGreaterThan(0)
    expect(new Set(writers.began.filter(({ at }) => at > acknowledged).map(({ status }) => status))).toEqual(
      new Set([404]),
    )
  }
})

test('two sends to the same new contact at once make one person', async () => {
  await arena.rowsOf(
    `insert into solutions (slug, name, category, contact_email) values ('racing', 'Racing', 'Staffing platform', 'new@racing.example')`,
  )
  await Promise.all(Array.from({ length: 6 }, () => sentBrief(arena.db, { solutions: ['racing'] })))
  const { people, requests } = await arena.one<{ people: number; requests: number }>(
    `select count(distinct u.id) as people, count(r.id) as requests from users u join requests r on r.contact_id = u.id where u.email = 'new@racing.example'`,
  )
  expect({ people, requests }).toEqual({ people: 1, requests: 6 })
})
