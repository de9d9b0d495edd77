import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import type { Refusal } from '../../shared/errors.ts'
import { db, settings } from '../../town/town.ts'
import { inWorld, solutionsOf } from '../../town/worlds/build.ts'
import { isGiven, type Sight, sightOfBrief } from '../../town/worlds/rule.ts'
import {
  briefBecameOf,
  briefId,
  delegationId,
  numbers,
  ORGANIZATIONS,
  seedOf,
  slug,
  token,
  USERS,
  type World,
  worlds,
} from '../../town/worlds/world.ts'
import { readMe } from '../accounts/me.ts'
import { changeBrief, deleteBrief } from '../briefs/briefs.ts'
import { closeBrief } from '../briefs/close.ts'
import { exportResponses } from '../briefs/export.ts'
import { countBriefs, findBrief, listBriefs, previewBrief } from '../briefs/reading.ts'
import { addRecipients } from '../briefs/recipients.ts'
import { listResponses } from '../briefs/responses.ts'
import { sendBrief } from '../briefs/send.ts'
import { listTrashedBriefs, restoreBrief } from '../briefs/trash.ts'
import type { Ctx } from '../context.ts'
import { loadActor } from './actor.ts'

/* The operations on briefs in generated worlds, held against the rule written a second time; see work.worlds.test.ts. */

const seed = seedOf('server/authz/briefs.worlds')
const WORLDS = Number(process.env.WORLDS ?? 80)
const seen = { actors: 0, seen: 0, hidden: 0, accepted: 0, forbidden: 0, unknown: 0 }
afterAll(() => console.info('worlds of briefs:', JSON.stringify(seen)))

async function ctxOf(user: number, org: number | null): Promise<Ctx> {
  const actor = (await loadActor(db(), token(user), org === null ? null : slug(org)))!
  const facts = { id: 'world', ipAddress: '203.0.113.7', userAgent: '', idempotencyKey: null }
  return { db: db(), actor, request: { ...facts, ifMatch: null, invitationToken: null }, settings }
}

const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'ok',
    (error: Refusal) => error.code ?? String(error),
  )

/** The same, and takes back what it did. */
async function tried(work: () => Promise<unknown>): Promise<string> {
  await sql`savepoint tried`.execute(db())
  const code = await codeOf(work())
  await sql`rollback to savepoint tried`.execute(db())
  return code
}

type Expected = { id: string; sight: Sight; isPublished: boolean; isTrashed: boolean }

/** What the rule gives this person there, newest first. */
const expectedOf = (world: World, user: number, org: number): Expected[] =>
  world.briefs
    .map((brief, number) => ({
      id: briefId(number),
      sight: brief.org === org ? sightOfBrief(world, user, brief) : ('nothing' as const),
      isPublished: briefBecameOf(world, brief).isPublished,
      isTrashed: brief.org === org && briefBecameOf(world, brief).isTrashed,
    }))
    .reverse()

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

async function reads(ctx: Ctx, expected: Expected[]) {
  const org = ctx.actor.tie!.organization.slug
  const visible = expected.filter(({ sight }) => sight !== 'nothing')
  const { items } = await listBriefs(ctx, { org, limit: 100 })
  expect(idsOf(items), 'the list').toEqual(idsOf(visible))
  for (const status of ['draft', 'sent'] as const)
    expect(idsOf((await listBriefs(ctx, { org, status, limit: 100 })).items), status).toEqual(
      idsOf(visible.filter(({ isPublished }) => isPublished === (status === 'sent'))),
    )
  const sent = visible.filter(({ isPublished }) => isPublished).length
  const counts = { all: visible.length, draft: visible.length - sent, sent, closed: 0 }
  expect(await countBriefs(ctx), 'counts').toEqual(counts)
  for (const { id, sight } of expected) {
    const one = { org, id }
    const asked = [
      findBrief(ctx, one),
      previewBrief(ctx, one),
      listResponses(ctx, { ...one, limit: 1 }),
      exportResponses(ctx, one),
    ]
    for (const answer of asked) expect(await codeOf(answer)).toBe(sight === 'nothing' ? 'not_found' : 'ok')
    if (sight === 'nothing') seen.hidden++
    else {
      seen.seen++
      const { can, status } = await findBrief(ctx, one)
      const may = sight === 'edits'
      const isDraft = status === 'draft'
      expect(can).toEqual({
        edit: may && isDraft,
        send: may && isDraft,
        addRecipients: may && !isDraft,
        close: may && !isDraft,
        decide: false,
        reveal: false,
        delete: may,
      })
    }
  }
}

type Write = (ctx: Ctx, one: { org: string; id: string }, solutionId: string) => Promise<unknown>
/** What it is, which state refuses it and how. */
const writes: [Write, (isPublished: boolean) => string][] = [
  [(ctx, one) => changeBrief(ctx, { ...one, title: 'Renamed' }), (isPublished) => (isPublished ? 'brief_sent' : 'ok')],
  [(ctx, one) => deleteBrief(ctx, one), () => 'ok'],
  [
    (ctx, one, it) => sendBrief(ctx, { ...one, solutionIds: [it] }),
    (isPublished) => (isPublished ? 'already_sent' : 'ok'),
  ],
  [(ctx, one) => closeBrief(ctx, { ...one, outcomes: [] }), (isPublished) => (isPublished ? 'ok' : 'brief_not_sent')],
  [
    (ctx, one, it) => addRecipients(ctx, { ...one, solutionIds: [it] }),
    (isPublished) => (isPublished ? 'ok' : 'brief_not_sent'),
  ],
]

async function changes(ctx: Ctx, expected: Expected[], [write, inState]: (typeof writes)[number], solutionId: string) {
  const org = ctx.actor.tie!.organization.slug
  for (const { id, sight, isPublished } of expected) {
    const code = await tried(() => write(ctx, { org, id }, solutionId))
    const refused = sight === 'nothing' ? 'not_found' : 'forbidden'
    expect(code).toBe(sight === 'edits' ? inState(isPublished) : refused)
    if (sight === 'edits') seen.accepted++
    else if (sight === 'reads') seen.forbidden++
    else seen.unknown++
  }
}

async function trash(ctx: Ctx, world: World, user: number, org: number, expected: Expected[]) {
  const address = { org: slug(org) }
  if (!isGiven(world, user, org, 'brief.restore')) {
    expect(await codeOf(listTrashedBriefs(ctx, { ...address, limit: 100 }))).toMatch(/^(forbidden|not_found)$/)
    return
  }
  const trashed = idsOf(expected.filter(({ isTrashed }) => isTrashed))
  expect(idsOf((await listTrashedBriefs(ctx, { ...address, limit: 100 })).items), 'trash').toEqual(trashed)
  for (const { id } of expected)
    expect(await tried(() => restoreBrief(ctx, { ...address, id }))).toBe(trashed.includes(id) ? 'ok' : 'not_found')
}

/** The dashboard counts what the lists of each partnership hold, and says nothing of it where it was not granted. */
async function dashboard(world: World, user: number) {
  const { partnerships } = await readMe(await ctxOf(user, null))
  for (const [number, { org, state, grants }] of world.delegations.entries()) {
    const isMember = world.memberships.some((it) => it.org === org && it.user === user && it.status === 'active')
    const card = partnerships.find((it) => it.delegationId === delegationId(number))
    if (!card || isMember || state !== 'active' || world.kinds[org] !== 'buyer') continue
    const visible = expectedOf(world, user, org).filter(({ sight }) => sight !== 'nothing')
    const open = visible.filter(({ isPublished }) => isPublished).length
    const counts = { drafts: visible.length - open, open, newResponses: 0 }
    expect(card.briefs, 'dashboard').toEqual(grants.includes('briefs') ? counts : undefined)
  }
}

const judge = (world: World, turn: number) =>
  inWorld(db(), world, async () => {
    const [solution] = await solutionsOf(db())
    for (const user of numbers(USERS)) {
      await dashboard(world, user)
      for (const org of numbers(ORGANIZATIONS)) {
        const ctx = await ctxOf(user, org)
        if (!ctx.actor.tie) continue
        seen.actors++
        const expected = expectedOf(world, user, org)
        await trash(ctx, world, user, org, expected)
        if (isGiven(world, user, org, 'brief.list')) await reads(ctx, expected)
        else expect(await codeOf(listBriefs(ctx, { org: slug(org), limit: 1 }))).toBe('not_found')
        await changes(ctx, expected, writes[turn % writes.length]!, solution!.id)
      }
    }
  })

test('V1, V2, V5, D5, D11, N1: in every world list, get, counts, preview, responses, export, dashboard, trash and writes of briefs agree', {
  timeout: 300_000,
}, async () => {
  await fc.assert(fc.asyncProperty(worlds, fc.nat(writes.length - 1), judge), {
    numRuns: WORLDS,
    seed,
    endOnFailure: true,
  })
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(WORLDS / 10)
})
