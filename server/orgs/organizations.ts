import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type * as api from '../../shared/organizations.ts'
import { authorize, authorizeOwn, can, requireName } from '../authz/can.ts'
import { holdPerson } from '../authz/lock.ts'
import type { Ctx } from '../context.ts'
import { record } from '../events/record.ts'
import { once } from '../http/idempotency.ts'
import { expiryDays } from '../invitations/sending.ts'

type Input<D extends { input: z.ZodType }> = z.output<D['input']>

/** SPEC O1: the creator is the first admin. */
export async function createOrganization(ctx: Ctx, { name, kind }: Input<typeof api.createOrganization>) {
  const { id: userId } = authorizeOwn(ctx, 'organization.create')
  requireName(ctx)
  await holdPerson(ctx.db, userId)
  return once(ctx, 'organization.create', { name, kind }, async () => {
    const organization = await insertWithFreeSlug(ctx, name, kind)
    await ctx.db.insertInto('memberships').values({ orgId: organization.id, userId, role: 'admin' }).execute()
    await record(ctx, 'organization.created', {
      orgId: organization.id,
      after: { name, kind, slug: organization.slug },
    })
    const { slug } = organization
    return { slug, name, kind }
  })
}

/** `meridian-health`, or `meridian-health-2` where that is taken, be it only by links of old. */
async function insertWithFreeSlug({ db }: Ctx, name: string, kind: 'buyer' | 'solution') {
  for (let attempt = 1; ; attempt++) {
    const slug = [slugOf(name), suffixOf(attempt)].filter(Boolean).join('-')
    const { rows } = await sql<{ id: string; slug: string }>`
      with taken as (
        insert into organization_slugs (slug, org_id) values (${slug}, new_id()) on conflict (slug) do nothing returning slug, org_id)
      insert into organizations (id, slug, name, kind) select org_id, slug, ${name}, ${kind} from taken returning id, slug`.execute(
      db,
    )
    if (rows[0]) return rows[0]
  }
}

const COUNTED_ATTEMPTS = 5

/** Counted at first; where many have the name, by chance: the hundredth does not ask a hundred times. */
const suffixOf = (attempt: number): string => {
  if (attempt === 1) return ''
  return attempt <= COUNTED_ATTEMPTS ? String(attempt) : randomBytes(4).toString('hex')
}

export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '') || 'company'

/** What the person asking is here, and what exists for them. For people without a tie, nothing exists. */
export async function openWorkspace(ctx: Ctx) {
  const { slug, name, kind, id: orgId } = authorize(ctx, 'workspace.enter')
  const tie = ctx.actor.tie ?? refuse('not_found')
  const partner = tie.kind === 'partner' ? tie : null
  return {
    organization: { slug, name, kind },
    as: tie.kind,
    role: tie.kind === 'member' ? tie.role : null,
    permissions: partner?.grants ?? [],
    dataVisibility: partner?.dataVisibility ?? null,
    delegationId: partner?.id ?? null,
    invitedBy: partner ? await inviterOf(ctx, partner.id) : null,
    inviteExpiryDays: can(ctx.actor, 'member.manage', { orgId }) ? await expiryDaysIn(ctx, orgId) : null,
    can: {
      manageDelegations: can(ctx.actor, 'delegation.manage', { orgId }),
      readMembers: can(ctx.actor, 'member.read', { orgId }),
      manageMembers: can(ctx.actor, 'member.manage', { orgId }),
      manageOrganization: can(ctx.actor, 'organization.manage', { orgId }),
      readAudit: can(ctx.actor, 'audit.read', { orgId }),
      readShortlists: can(ctx.actor, 'shortlist.list', { orgId }),
      createShortlists: can(ctx.actor, 'shortlist.create', { orgId }),
      readBriefs: can(ctx.actor, 'brief.list', { orgId }),
      readQuotes: can(ctx.actor, 'quote.read', { orgId }),
      createBriefs: can(ctx.actor, 'brief.create', { orgId }),
      stateRates: can(ctx.actor, 'rate.state', { orgId }),
      saveSolutions: can(ctx.actor, 'saved.write', { orgId }),
      restoreWork: can(ctx.actor, 'shortlist.restore', { orgId }),
      readNotes: can(ctx.actor, 'note.read', { orgId }),
      writeNotes: can(ctx.actor, 'note.write', { orgId }),
      shareNotes: can(ctx.actor, 'note.share', { orgId }),
    },
  }
}

const inviterOf = ({ db }: Ctx, delegationId: string) =>
  db
    .selectFrom('delegations')
    .innerJoin('users', 'users.id', 'delegations.invitedBy')
    .select('users.name')
    .where('delegations.id', '=', delegationId)
    .executeTakeFirstOrThrow()

const expiryDaysIn = async ({ db, settings }: Ctx, orgId: string) =>
  (await sql<{ days: number }>`select ${expiryDays(orgId, settings)} as days`.execute(db)).rows[0]!.days
