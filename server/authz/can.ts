import { type Expression, type SqlBool, sql } from 'kysely'
import { refuse } from '../../shared/errors.ts'
import { type Permission, permissions, type Role } from '../../shared/permissions.ts'
import type { Actor, OrganizationRow, Tie } from './actor.ts'
import { changesWork, seesWork, type Work, workChangedBy, workSeenBy } from './work.ts'

/** What is asked about: something an organization owns, or something that belongs to one person, or both. */
export type Thing = { orgId?: string | null; userId?: string | null; work?: Work }

/** The whole rule for one thing: your role decides at home, your delegation where you are a partner, and what is yours is yours. */
export function can(actor: Actor, permission: Permission, thing: Thing): boolean {
  asked.add(actor)
  const { tie } = actor
  const byTie =
    tie !== null &&
    thing.orgId === tie.organization.id &&
    tieAllows(tie, permission) &&
    workAllows(tie, permission, thing)
  return byTie || (permissions[permission].own && thing.userId === actor.user.id)
}

type Columns = { org?: string; user?: string /** Alias of a table with the columns of work. */; work?: string }

/** The same rule for many rows at once, as a condition to put in a query: which columns say the organization and the person. */
export function within(actor: Actor, permission: Permission, columns: Columns): Expression<SqlBool> {
  asked.add(actor)
  const { tie } = actor
  const byTie =
    columns.org && tie && tieAllows(tie, permission)
      ? sql`(${sql.ref(columns.org)} = ${tie.organization.id} and ${workCondition(tie, permission, columns.work)})`
      : sql`false`
  const byOwning =
    columns.user && permissions[permission].own ? sql`${sql.ref(columns.user)} = ${actor.user.id}` : sql`false`
  return sql<SqlBool>`(${byTie} or ${byOwning})`
}

/** A permission on work says nothing about a thing that is not work. */
function workAllows(tie: Tie, permission: Permission, { work }: Thing): boolean {
  const narrowed = permissions[permission].work
  if (!narrowed) return true
  return work !== undefined && (narrowed === 'read' ? seesWork(tie, work) : changesWork(tie, work))
}

function workCondition(tie: Tie, permission: Permission, alias: string | undefined): Expression<SqlBool> {
  const narrowed = permissions[permission].work
  if (!narrowed) return sql<SqlBool>`true`
  if (!alias) return sql<SqlBool>`false`
  return narrowed === 'read' ? workSeenBy(tie, alias) : workChangedBy(tie, alias)
}

function tieAllows(tie: Tie, permission: Permission): boolean {
  const { roles, grant } = permissions[permission]
  if (!existsIn(tie.organization, permission)) return false
  if (isHidden(tie, permission)) return false
  if (tie.kind === 'member') return (roles as readonly Role[]).includes(tie.role)
  return grant === 'any' || (grant !== null && tie.grants.includes(grant))
}

/** An organization may keep what solutions quote from its viewers. */
const isHidden = (tie: Tie, permission: Permission) =>
  permission === 'quote.read' && tie.kind === 'member' && tie.role === 'viewer' && tie.organization.hidesQuotes === true

const existsIn = ({ kind }: OrganizationRow, permission: Permission) =>
  kind === 'buyer' || !permissions[permission].buyer

/**
 * Stops the operation unless the actor may, and answers the organization it happens in. A colleague without the role
 * is told so (403); to everybody else the thing does not exist (404, SPEC V1).
 */
export function authorize({ actor }: { actor: Actor }, permission: Permission): OrganizationRow {
  const organization = actor.tie?.organization
  if (organization && can(actor, permission, { orgId: organization.id })) return organization
  asked.add(actor)
  if (actor.tie?.kind !== 'member' || !existsIn(actor.tie.organization, permission)) return refuse('not_found')
  return refuse(permissions[permission].roles.join() === 'admin' ? 'admin_only' : 'forbidden')
}

/** For what belongs to the person asking, such as their own invitations. Says so out loud, and answers who they are. */
export function authorizeOwn({ actor }: { actor: Actor }, permission: Permission): Actor['user'] {
  return can(actor, permission, { userId: actor.user.id }) ? actor.user : refuse('not_found')
}

/** For what others see one's name on. */
export function requireName({ actor }: { actor: Actor }): void {
  if (actor.user.name === '') refuse('name_missing')
}

/** `serve` refuses to answer for an operation that never asked. Forgetting is a bug, not a hole. */
export const hasAsked = (actor: Actor): boolean => asked.has(actor)
const asked = new WeakSet<Actor>()
