import { sql } from 'kysely'
import type { Tx } from '../../server/db/db.ts'
import { people } from '../people.ts'
import {
  becameOf,
  briefBecameOf,
  briefId,
  type Delegation,
  delegationId,
  facts,
  id,
  listId,
  nameOf,
  numbers,
  orgId,
  reasonOf,
  requestId,
  SOLUTIONS,
  savedId,
  savedIn,
  slug,
  titleOf,
  token,
  USERS,
  userId,
  type World,
} from './world.ts'

/* Writes a world down in the database, in the test's transaction. */

const inPast = sql`now() - interval '1 day'`
const inFuture = sql`now() + interval '1 day'`
/** The solutions that worlds put on shortlists, in the order of their numbers. */
export async function solutionsOf(db: Tx): Promise<{ id: string; name: string; tagline: string }[]> {
  return db.selectFrom('solutions').select(['id', 'name', 'tagline']).orderBy('slug').limit(SOLUTIONS).execute()
}

/** Builds a world, lets `work` look at it, and takes it away again. */
export async function inWorld<T>(db: Tx, world: World, work: () => Promise<T>): Promise<T> {
  await sql`savepoint world`.execute(db)
  try {
    await build(db, world)
    return await work()
  } finally {
    await sql`rollback to savepoint world`.execute(db)
  }
}

async function build(db: Tx, world: World) {
  await insertPeople(db, world)
  if (world.delegations.length > 0) await insertDelegations(db, world.delegations)
  await insertRows(db, world.rows)
  if (world.lists.length > 0) await insertLists(db, world)
  if (world.briefs.length > 0) await insertBriefs(db, world)
  if (world.briefs.length > 0) await insertRequests(db, world)
  if (world.saved.length > 0) await insertSaved(db, world)
}

async function insertPeople(db: Tx, { kinds, memberships }: World) {
  await db
    .insertInto('organizations')
    .values(kinds.map((kind, it) => ({ id: orgId(it), kind, name: `World ${it}`, slug: slug(it) })))
    .execute()
  await db
    .insertInto('users')
    .values(
      numbers(USERS).map((it) => ({
        id: userId(it),
        email: `${it}@worlds.example`,
        name: nameOf(it),
        emailVerified: true,
      })),
    )
    .execute()
  await db
    .insertInto('sessions')
    .values(
      numbers(USERS).map((it) => ({
        id: id(8, it),
        userId: userId(it),
        token: token(it),
        expiresAt: sql<Date>`${inFuture}`,
      })),
    )
    .execute()
  if (memberships.length > 0)
    await db
      .insertInto('memberships')
      .values(
        memberships.map((it, number) => ({
          orgId: orgId(it.org),
          id: id(4, number),
          userId: userId(it.user),
          role: it.role,
          status: it.status,
        })),
      )
      .execute()
}

async function insertRows(db: Tx, rows: World['rows']) {
  if (rows.length === 0) return
  await db
    .insertInto('auditEvents')
    .values(
      rows.map((it, number) => ({
        id: id(9, number),
        orgId: it.org === null ? null : orgId(it.org),
        subjectId: userId(it.user),
        kind: 'world',
        actorAs: 'system' as const,
      })),
    )
    .execute()
  await db
    .insertInto('notifications')
    .values(
      rows.map((it, number) => ({
        id: id(10, number),
        orgId: orgId(it.org ?? 0),
        userId: userId(it.user),
        kind: 'world',
        facts: '{}',
      })),
    )
    .execute()
}

async function insertDelegations(db: Tx, delegations: Delegation[]) {
  await sql`insert into mails (id, address, kind, facts, state) select u, 'a@worlds.example', 'world', '{}', 'sent' from unnest(${delegations.map((_, number) => id(3, number))}::uuid[]) as u`.execute(
    db,
  )
  await db
    .insertInto('delegations')
    .values(
      delegations.map(({ org, user, state, grants, visibility }, number) => {
        const { accepted, ended, expired } = facts[state]
        return {
          orgId: orgId(org),
          id: delegationId(number),
          partnerId: userId(user),
          permissions: grants,
          dataVisibility: visibility,
          identityMode: 'as_buyer' as const,
          invitedBy: userId(0),
          expiresAt: expired ? sql<Date>`${inPast}` : sql<Date>`${inFuture}`,
          mailId: id(3, number),
          acceptedAt: accepted ? sql<Date>`${inPast}` : null,
          endedAt: ended ? sql<Date>`now()` : null,
          endedAs: ended,
        }
      }),
    )
    .execute()
}

async function insertLists(db: Tx, world: World) {
  const now = (is: boolean) => (is ? sql<Date>`now()` : null)
  await db
    .insertInto('shortlists')
    .values(
      world.lists.map((list, number) => {
        const { delegation, author, isPublished, isHandedOver, isTrashed } = becameOf(world, list)
        return {
          orgId: orgId(list.org),
          id: listId(number),
          title: list.title ?? titleOf(number),
          authorId: userId(author),
          delegationId: delegation === null ? null : delegationId(delegation),
          // What is otherwise in the second of two worlds was changed later, too.
          updatedAt: list.title === undefined ? sql<Date>`now()` : sql<Date>`now() + interval '1 hour'`,
          publishedAt: now(isPublished),
          handedOverAt: now(isHandedOver),
          trashedAt: now(isTrashed),
          trashedBy: isTrashed ? userId(0) : null,
        }
      }),
    )
    .execute()
  const solutions = await solutionsOf(db)
  const items = world.lists.flatMap((list, number) =>
    list.solutions.map((solution, index) => ({
      orgId: orgId(list.org),
      shortlistId: listId(number),
      solutionId: solutions[solution]!.id,
      position: index + 1,
      reason: reasonOf(number, solution),
      addedBy: userId(becameOf(world, list).author),
    })),
  )
  if (items.length > 0) await db.insertInto('shortlistItems').values(items).execute()
}

async function insertBriefs(db: Tx, world: World) {
  const now = (is: boolean) => (is ? sql<Date>`now()` : null)
  await db
    .insertInto('briefs')
    .values(
      world.briefs.map((brief, number) => {
        const { delegation, author, isPublished, isHandedOver, isTrashed } = briefBecameOf(world, brief)
        return {
          orgId: orgId(brief.org),
          id: briefId(number),
          kind: 'brief' as const,
          title: brief.title ?? titleOf(number),
          authorId: userId(author),
          delegationId: delegation === null ? null : delegationId(delegation),
          identityMode: delegation !== null && isPublished ? ('as_buyer' as const) : null,
          publishedAt: now(isPublished),
          handedOverAt: now(isHandedOver),
          trashedAt: now(isTrashed),
          trashedBy: isTrashed ? userId(0) : null,
        }
      }),
    )
    .execute()
}

/** Each brief asks one solution one question; where it was sent, that has answered. All of it says whose brief it is. */
async function insertRequests(db: Tx, world: World) {
  const solutions = await solutionsOf(db)
  const briefs = world.briefs.map((brief, number) => ({
    orgId: orgId(brief.org),
    briefId: briefId(number),
    id: requestId(number),
    words: brief.title ?? titleOf(number),
    isSent: briefBecameOf(world, brief).isPublished,
    solutionId: solutions[number % SOLUTIONS]!.id,
  }))
  await db
    .insertInto('briefQuestions')
    .values(
      briefs.map(({ orgId, briefId, id, words }) => ({
        orgId,
        briefId,
        id,
        position: 1,
        text: words,
        type: 'text' as const,
      })),
    )
    .execute()
  await db
    .insertInto('requests')
    .values(
      briefs.map(({ orgId, briefId, id, solutionId, isSent }) => ({
        orgId,
        briefId,
        id,
        solutionId,
        contactId: isSent ? people.kira.id : null,
        sentAt: isSent ? sql<Date>`now()` : null,
        response: Number(isSent),
      })),
    )
    .execute()
  const answers = briefs
    .filter(({ isSent }) => isSent)
    .map(({ orgId, id, words }) => ({
      orgId,
      requestId: id,
      version: 1,
      message: `Answer to ${words}`,
      respondedBy: people.kira.id,
    }))
  if (answers.length > 0) await db.insertInto('responses').values(answers).execute()
}

async function insertSaved(db: Tx, world: World) {
  const solutions = await solutionsOf(db)
  await db
    .insertInto('savedSolutions')
    .values(
      savedIn(world).map(({ org, solution, delegation, author, number }) => ({
        orgId: orgId(org),
        id: savedId(number),
        solutionId: solutions[solution]!.id,
        savedBy: userId(author),
        delegationId: delegation === null ? null : delegationId(delegation),
      })),
    )
    .execute()
}
