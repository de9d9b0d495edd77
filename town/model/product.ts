import { sql } from 'kysely'
import type { z } from 'zod'
import { type Actor, loadActors } from '../../server/authz/actor.ts'
import type { Ctx } from '../../server/context.ts'
import type { Db, Tx } from '../../server/db/db.ts'
import * as delegations from '../../server/delegations/delegations.ts'
import { invitePartner } from '../../server/delegations/invite.ts'
import * as answers from '../../server/invitations/answer.ts'
import { leavePartnership } from '../../server/invitations/partnerships.ts'
import * as items from '../../server/shortlists/items.ts'
import * as reading from '../../server/shortlists/reading.ts'
import * as shortlists from '../../server/shortlists/shortlists.ts'
import * as trash from '../../server/shortlists/trash.ts'
import * as saved from '../../server/solutions/saved.ts'
import * as delegationDoors from '../../shared/delegations.ts'
import type { Endpoint } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/errors.ts'
import * as invitationDoors from '../../shared/invitations.ts'
import * as shortlistDoors from '../../shared/shortlists.ts'
import * as solutionDoors from '../../shared/solutions.ts'
import { settings } from '../town.ts'
import type { Deed } from './model.ts'
import { organizations, people, team } from './people.ts'

/** Real ids by the model's keys. What the model made up has an id that nothing has. */
export type Ids = Map<string, string>
const NOBODYS = '0190ffff-0000-7000-8000-000000000000'

/** The organizations and people of the model, committed, in a town of its own. */
export async function settle(db: Db): Promise<Ids> {
  const written = async (table: 'organizations' | 'users', rows: object[]) =>
    (
      await db
        .insertInto(table)
        .values(rows as never)
        .returning('id')
        .execute()
    ).map(({ id }) => id)
  const orgIds = await written(
    'organizations',
    organizations.map((slug) => ({ kind: 'buyer', name: slug, slug })),
  )
  const userIds = await written(
    'users',
    people.map((name) => ({ email: emailOf(name), name, emailVerified: true })),
  )
  const idOf = (name: string) => userIds[people.indexOf(name)]!
  await db
    .insertInto('sessions')
    .values(people.map((name) => ({ userId: idOf(name), token: name, expiresAt: sql<Date>`now() + interval '1 day'` })))
    .execute()
  const memberships = organizations.flatMap((slug, index) =>
    Object.entries(team[slug]!).map(([name, role]) => ({ orgId: orgIds[index]!, userId: idOf(name), role })),
  )
  await db.insertInto('memberships').values(memberships).execute()
  const solutions = await db.selectFrom('solutions').select(['slug', 'id']).execute()
  return new Map(solutions.map(({ slug, id }) => [slug, id]))
}

const emailOf = (name: string) => `${name}@model.example`

export type Product = ReturnType<typeof productIn>

/** The product, asked by its own operations through their doors' schemas, in one transaction that is never committed. */
export function productIn(db: Tx, ids: Ids) {
  const idOf = (key: string) => ids.get(key) ?? NOBODYS

  const actorsAt = (org: string, names: string[]) => loadActors(db, names, org)

  /** What one request does, and all of it undone where it is refused. */
  async function perform(deed: Deed): Promise<string> {
    if (deed.kind === 'expire' || deed.kind === 'monthPasses') return letTimePass(db, deed, idOf)
    const atNoOrganization = deed.kind === 'accept' || deed.kind === 'decline' || deed.kind === 'leave'
    const actor = (await loadActors(db, [deed.actor], atNoOrganization ? null : deed.org)).get(deed.actor)!
    await sql`savepoint deed`.execute(db)
    const ctx = ctxOf(db, actor, 'seen' in deed ? (deed.seen ?? null) : null)
    const code = await codeOf(async () => {
      const { id } = await request(ctx, deed, idOf)
      if ('key' in deed) ids.set(deed.key, id!)
    })
    await sql.raw(code === 'done' ? 'release deed' : 'rollback to deed; release deed').execute(db)
    return code
  }

  const keys = () => new Map([...ids].map(([key, id]) => [id, key]))
  return { db, ids, idOf, keys, actorsAt, perform, ctxOf: (actor: Actor) => ctxOf(db, actor) }
}

export async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

const ctxOf = (db: Tx, actor: Actor, ifMatch: number | null = null): Ctx => ({
  db,
  actor,
  settings,
  request: {
    id: 'model',
    ipAddress: '203.0.113.7',
    userAgent: '',
    idempotencyKey: null,
    ifMatch,
    invitationToken: null,
  },
})

/** Time is the database's clock, which cannot be set: the dates are moved instead. */
async function letTimePass(db: Tx, deed: Deed, idOf: (key: string) => string): Promise<string> {
  if (deed.kind === 'expire')
    await sql`update delegations set expires_at = now() - interval '1 second' where id = ${idOf(deed.access)}`.execute(
      db,
    )
  else await sql`update shortlists set trashed_at = trashed_at - interval '30 days'`.execute(db)
  return 'done'
}

/** As `serve` does it: what goes in and what comes out passes the door's schemas. */
export async function through<I extends z.ZodType, R extends z.ZodType>(
  ctx: Ctx,
  door: Endpoint<I, R>,
  operation: (ctx: Ctx, input: z.output<I>) => Promise<z.input<R>>,
  input: object,
): Promise<z.output<R>> {
  return door.reply.parse(await operation(ctx, door.input.parse(input)))
}

async function request(ctx: Ctx, deed: Deed, idOf: (key: string) => string): Promise<{ id?: string }> {
  switch (deed.kind) {
    case 'invite': {
      const { org, invitee, permissions, dataVisibility } = deed
      const terms = { email: emailOf(invitee), permissions, dataVisibility }
      return through(ctx, delegationDoors.invitePartner, invitePartner, { org, ...terms })
    }
    case 'accept':
      return through(ctx, invitationDoors.acceptInvitation, answers.acceptInvitation, { id: idOf(deed.access) })
    case 'decline':
      return through(ctx, invitationDoors.declineInvitation, answers.declineInvitation, { id: idOf(deed.access) })
    case 'leave':
      return through(ctx, invitationDoors.leavePartnership, leavePartnership, { delegationId: idOf(deed.access) })
    case 'cancel':
      return through(ctx, delegationDoors.cancelInvitation, delegations.cancelInvitation, onAccess(deed, idOf))
    case 'revoke':
      return through(ctx, delegationDoors.revokeDelegation, delegations.revokeDelegation, onAccess(deed, idOf))
    case 'change':
      return through(ctx, delegationDoors.changeDelegation, delegations.changeDelegation, {
        ...onAccess(deed, idOf),
        ...deed.terms,
      })
    case 'create':
      return through(ctx, shortlistDoors.createShortlist, shortlists.createShortlist, {
        org: deed.org,
        title: deed.title,
      })
    case 'save':
      return done(through(ctx, solutionDoors.saveSolution, saved.saveSolution, onSolution(deed, idOf)))
    case 'unsave':
      return done(through(ctx, solutionDoors.unsaveSolution, saved.unsaveSolution, onSolution(deed, idOf)))
    case 'expire':
    case 'monthPasses':
      throw new Error('nobody asks for time to pass')
    default:
      return requestOnList(ctx, deed, idOf)
  }
}

const onAccess = ({ org, access }: { org: string; access: string }, idOf: (key: string) => string) => ({
  org,
  id: idOf(access),
})
const onSolution = ({ org, solution }: { org: string; solution: string }, idOf: (key: string) => string) => ({
  org,
  solutionId: idOf(solution),
})
const done = async (answer: Promise<unknown>) => {
  await answer
  return {}
}

type OnList = Extract<Deed, { list: string }>

function requestOnList(ctx: Ctx, deed: OnList, idOf: (key: string) => string): Promise<{ id?: string }> {
  const one = { org: deed.org, id: idOf(deed.list) }
  switch (deed.kind) {
    case 'rename':
      return through(ctx, shortlistDoors.changeShortlist, shortlists.changeShortlist, { ...one, title: deed.title })
    case 'publish':
      return through(ctx, shortlistDoors.publishShortlist, shortlists.publishShortlist, one)
    case 'delete':
      return through(ctx, shortlistDoors.deleteShortlist, shortlists.deleteShortlist, one)
    case 'restore':
      return through(ctx, shortlistDoors.restoreShortlist, trash.restoreShortlist, one)
    case 'addItem': {
      const place = deed.at === undefined ? {} : { place: deed.at }
      return through(ctx, shortlistDoors.addItem, items.addItem, { ...one, solutionId: idOf(deed.solution), ...place })
    }
    case 'removeItem':
      return through(ctx, shortlistDoors.removeItem, items.removeItem, { ...one, solutionId: idOf(deed.solution) })
    case 'order':
      return through(ctx, shortlistDoors.orderItems, items.orderItems, {
        ...one,
        solutionIds: deed.solutions.map(idOf),
      })
  }
}

// What each person finds -------------------------------------------------------------------------------------------------

/** The answer, or null where there is no such page for this person. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (error instanceof Refusal) return null
    throw error
  })
}

const wholePage = (org: string) => ({ org, limit: 100 })

export const listsOf = (ctx: Ctx, org: string) =>
  orNull(through(ctx, shortlistDoors.listShortlists, reading.listShortlists, wholePage(org)))
export const countsOf = (ctx: Ctx, org: string) =>
  orNull(through(ctx, shortlistDoors.countShortlists, reading.countShortlists, { org }))
export const listFor = (ctx: Ctx, org: string, id: string) =>
  orNull(through(ctx, shortlistDoors.findShortlist, reading.findShortlist, { org, id }))
export const binOf = (ctx: Ctx, org: string) =>
  orNull(through(ctx, shortlistDoors.listTrash, trash.listTrash, wholePage(org)))
export const savedOf = (ctx: Ctx, org: string) =>
  orNull(through(ctx, solutionDoors.listSavedSolutions, saved.listSavedSolutions, wholePage(org)))
export const accessesOf = (ctx: Ctx, org: string) =>
  orNull(through(ctx, delegationDoors.listDelegations, delegations.listDelegations, wholePage(org)))

export async function countEvents(db: Tx): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from audit_events where xact = pg_current_xact_id()`.execute(db)
  return rows[0]!.n
}
