import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { type Grant, grantNames, type Permission, permissions, type Role } from '../../shared/permissions.ts'
import { as, db, delegations, openSessionFor, organizations, people } from '../../town/town.ts'
import { type Actor, loadActor, type OrganizationRow, type Tie } from './actor.ts'
import { authorize, authorizeOwn, can, hasAsked, within } from './can.ts'
import type { Work } from './work.ts'

const { meridian, northwind, crewline } = organizations
const user = { id: people.stan.id, email: people.stan.email, name: people.stan.name }
const actorWith = (tie: Tie | null): Actor => ({ user, sessionId: 's', tie })
const member = (role: Role, organization: OrganizationRow = meridian): Actor =>
  actorWith({ kind: 'member', id: 'm', organization, role })
const partner = (grants: Grant[], more: Partial<Extract<Tie, { kind: 'partner' }>> = {}): Actor =>
  actorWith({
    kind: 'partner',
    id: 'd',
    organization: meridian,
    grants,
    dataVisibility: 'full',
    identityMode: 'as_buyer',
    ...more,
  })
const names = Object.keys(permissions) as Permission[]
const codeOf = (work: () => unknown) => {
  try {
    work()
    return 'let in'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('D1, D5: the catalogue', () => {
  test.each([
    [
      'admin',
      [
        'workspace.enter',
        'member.read',
        'member.manage',
        'member.leave',
        'organization.read',
        'organization.manage',
        'domain.manage',
        'delegation.read',
        'delegation.manage',
        'audit.read',
        'request.read',
        'request.answer',
        'saved.read',
        'saved.write',
        'shortlist.list',
        'shortlist.create',
        'shortlist.restore',
        'brief.list',
        'brief.create',
        'quote.read',
        'brief.restore',
        'note.read',
        'note.write',
        'note.share',
        'note.moderate',
        'rate.state',
      ],
    ],
    [
      'editor',
      [
        'workspace.enter',
        'member.read',
        'member.leave',
        'request.read',
        'request.answer',
        'saved.read',
        'saved.write',
        'shortlist.list',
        'shortlist.create',
        'shortlist.restore',
        'brief.list',
        'brief.create',
        'quote.read',
        'brief.restore',
        'note.read',
        'note.write',
        'note.share',
        'rate.state',
      ],
    ],
    [
      'viewer',
      [
        'workspace.enter',
        'member.read',
        'member.leave',
        'request.read',
        'saved.read',
        'shortlist.list',
        'brief.list',
        'quote.read',
        'note.read',
        'note.write',
      ],
    ],
  ] as const)('O2: an %s may do this in the organization, and no more', (role, allowed) => {
    expect(names.filter((name) => can(member(role), name, { orgId: meridian.id }))).toEqual(allowed)
  })

  test.each([
    [['shortlists'], ['workspace.enter', 'saved.read', 'saved.write', 'shortlist.list', 'shortlist.create']],
    [
      ['briefs', 'notes'],
      ['workspace.enter', 'brief.list', 'brief.create', 'quote.read', 'note.read', 'note.write', 'note.share'],
    ],
    [['notes'], ['workspace.enter', 'note.read', 'note.write', 'note.share']],
    [
      [...grantNames],
      [
        'workspace.enter',
        'saved.read',
        'saved.write',
        'shortlist.list',
        'shortlist.create',
        'brief.list',
        'brief.create',
        'quote.read',
        'note.read',
        'note.write',
        'note.share',
      ],
    ],
  ] as [Grant[], Permission[]][])(
    'D5, SPEC 4, ABUSE 20: a partner with %s may do what was granted, and has no team list, partner list, trash or audit',
    (grants, allowed) => {
      expect(names.filter((name) => can(partner(grants), name, { orgId: meridian.id }))).toEqual(allowed)
    },
  )

  test.each([
    [
      'admin',
      [
        'workspace.enter',
        'member.read',
        'member.manage',
        'member.leave',
        'organization.read',
        'organization.manage',
        'audit.read',
        'request.read',
        'request.answer',
      ],
    ],
    ['editor', ['workspace.enter', 'member.read', 'member.leave', 'request.read', 'request.answer']],
    ['viewer', ['workspace.enter', 'member.read', 'member.leave', 'request.read']],
  ] as [Role, Permission[]][])(
    'N1, D1: in a solution organization an %s has no partners, saved solutions, shortlists or briefs',
    (role, allowed) => {
      expect(names.filter((name) => can(member(role, crewline), name, { orgId: crewline.id }))).toEqual(allowed)
      const work = { delegationId: null, isPublished: true, isHandedOver: false, isTrashed: false }
      expect(names.filter((name) => can(member(role, crewline), name, { orgId: crewline.id, work }))).toEqual(allowed)
    },
  )

  test('V1: to somebody without a tie nothing of an organization is allowed', () => {
    expect(names.filter((name) => can(actorWith(null), name, { orgId: meridian.id }))).toEqual([])
  })

  test('V1: what is one’s own is allowed wherever one is, and nobody else’s is', () => {
    const own = [
      'delegation.read',
      'delegation.answer',
      'notification.read',
      'account.manage',
      'organization.create',
      'catalogue.read',
      'request.read',
      'request.answer',
    ]
    for (const actor of [actorWith(null), member('viewer'), partner(['notes'])]) {
      expect(names.filter((name) => can(actor, name, { userId: user.id }))).toEqual(own)
      expect(names.filter((name) => can(actor, name, { userId: people.bea.id }))).toEqual([])
    }
  })

  test('I1: a tie counts in its own organization only', () => {
    for (const actor of [member('admin'), partner([...grantNames])])
      for (const orgId of [northwind.id, null, undefined, ''])
        expect(names.filter((name) => can(actor, name, { orgId: orgId as string }))).toEqual([])
  })

  test('V1: a thing that belongs to nobody is nobody’s', () => {
    expect(names.filter((name) => can(actorWith(null), name, {}))).toEqual([])
    expect(names.filter((name) => can(actorWith(null), name, { orgId: null, userId: null }))).toEqual([])
  })
})

describe('SPEC 4: work', () => {
  const kinds: Record<string, Omit<Work, 'delegationId'>> = {
    draft: { isPublished: false, isHandedOver: false, isTrashed: false },
    published: { isPublished: true, isHandedOver: false, isTrashed: false },
    'handed over': { isPublished: false, isHandedOver: true, isTrashed: false },
    'in the trash': { isPublished: true, isHandedOver: false, isTrashed: true },
  }
  const asked = (actor: Actor, delegationId: string | null, noun: 'shortlist' | 'brief' = 'shortlist') =>
    Object.entries(kinds).map(([kind, facts]) => {
      const thing = { orgId: meridian.id, work: { ...facts, delegationId } }
      if (can(actor, `${noun}.write`, thing)) return `edits ${kind}`
      return can(actor, `${noun}.read`, thing) ? `reads ${kind}` : `no ${kind}`
    })

  test.each([
    ['an admin, of what a partner made', member('admin'), 'p', ['no draft', 'edits published', 'edits handed over']],
    ['an editor, of what a partner made', member('editor'), 'p', ['no draft', 'edits published', 'edits handed over']],
    ['a viewer, of what a partner made', member('viewer'), 'p', ['no draft', 'reads published', 'no handed over']],
    [
      'a scoped partner, of their own',
      partner(['shortlists'], { dataVisibility: 'scoped' }),
      'd',
      ['edits draft', 'edits published', 'edits handed over'],
    ],
    [
      'a scoped partner, of another’s',
      partner(['shortlists'], { dataVisibility: 'scoped' }),
      'p',
      ['no draft', 'no published', 'no handed over'],
    ],
    [
      'a scoped partner, of the team’s',
      partner(['shortlists'], { dataVisibility: 'scoped' }),
      null,
      ['no draft', 'no published', 'no handed over'],
    ],
    [
      'a full partner, of their own',
      partner(['shortlists']),
      'd',
      ['edits draft', 'edits published', 'edits handed over'],
    ],
    ['a full partner, of another’s', partner(['shortlists']), 'p', ['no draft', 'reads published', 'no handed over']],
    ['a full partner, of the team’s', partner(['shortlists']), null, ['no draft', 'reads published', 'no handed over']],
    [
      'a partner without the grant, of their own',
      partner(['briefs', 'notes']),
      'd',
      ['no draft', 'no published', 'no handed over'],
    ],
    ['somebody without a tie', actorWith(null), null, ['no draft', 'no published', 'no handed over']],
    [
      'an admin of a solution organization',
      member('admin', crewline),
      null,
      ['no draft', 'no published', 'no handed over'],
    ],
  ] as [string, Actor, string | null, string[]][])('V1, V2, D11: %s', (_, actor, delegationId, expected) => {
    expect(asked(actor, delegationId)).toEqual([...expected, 'no in the trash'])
  })

  test.each([
    ['an admin', member('admin'), ['edits draft', 'edits published', 'edits handed over']],
    ['an editor', member('editor'), ['edits draft', 'edits published', 'edits handed over']],
    ['a viewer', member('viewer'), ['no draft', 'reads published', 'no handed over']],
    ['a full partner', partner(['briefs']), ['no draft', 'reads published', 'no handed over']],
    [
      'a scoped partner',
      partner(['briefs'], { dataVisibility: 'scoped' }),
      ['no draft', 'no published', 'no handed over'],
    ],
    ['a partner without the grant', partner(['shortlists']), ['no draft', 'no published', 'no handed over']],
    ['an admin of a solution organization', member('admin', crewline), ['no draft', 'no published', 'no handed over']],
  ] as [string, Actor, string[]][])("SPEC 4: %s, of the team's own briefs", (_, actor, expected) => {
    expect(asked(actor, null, 'brief')).toEqual([...expected, 'no in the trash'])
  })

  test('V1: a permission on work says nothing about what is not work', () => {
    for (const name of ['shortlist.read', 'shortlist.write', 'brief.read', 'brief.write'] as const)
      expect(can(member('admin'), name, { orgId: meridian.id, userId: user.id })).toBe(false)
  })
})

describe('V1: being told', () => {
  test('V1, D1: a colleague without the role is told 403, a partner and a stranger 404', () => {
    const asked = (actor: Actor, permission: Permission) => codeOf(() => authorize({ actor }, permission))
    expect(asked(member('editor'), 'delegation.manage')).toBe('admin_only')
    expect(asked(member('viewer'), 'audit.read')).toBe('admin_only')
    expect(asked(member('viewer'), 'delegation.answer')).toBe('forbidden')
    expect(asked(partner([...grantNames]), 'delegation.manage')).toBe('not_found')
    expect(asked(actorWith(null), 'workspace.enter')).toBe('not_found')
    expect(asked(member('admin'), 'delegation.manage')).toBe('let in')
    expect(asked(member('viewer'), 'shortlist.create')).toBe('forbidden')
    expect(asked(partner(['briefs', 'notes']), 'shortlist.list')).toBe('not_found')
  })

  test('N1, V1: what only buyers have does not exist in a solution organization: 404, for its admin too', () => {
    const forBuyers = names.filter((name) => permissions[name].buyer)
    expect(forBuyers).toContain('shortlist.list')
    for (const name of forBuyers)
      for (const actor of [member('admin', crewline), member('viewer', crewline)])
        expect(
          codeOf(() => authorize({ actor }, name)),
          name,
        ).toBe('not_found')
  })

  test('V1: who may is answered with the organization in which they may', () => {
    expect(authorize({ actor: member('viewer') }, 'workspace.enter')).toEqual(meridian)
    expect(authorizeOwn({ actor: member('viewer') }, 'account.manage')).toEqual(user)
    expect(codeOf(() => authorizeOwn({ actor: member('admin') }, 'audit.read'))).toBe('not_found')
  })

  test('V1: asking is remembered for the actor of this request only, also when the answer is no', () => {
    const asks: ((actor: Actor) => unknown)[] = [
      (actor) => can(actor, 'audit.read', {}),
      (actor) => within(actor, 'audit.read', {}),
      (actor) => codeOf(() => authorize({ actor }, 'audit.read')),
      (actor) => codeOf(() => authorizeOwn({ actor }, 'audit.read')),
    ]
    for (const ask of asks) {
      const [one, other] = [actorWith(null), actorWith(null)]
      ask(one)
      expect([hasAsked(one), hasAsked(other)]).toEqual([true, false])
    }
  })
})

describe('V1: in a query', () => {
  const select = async (actor: Actor, columns: { org?: string; user?: string }) =>
    (
      await sql<{
        id: string
      }>`select id from delegations where ${within(actor, 'delegation.read', columns)} order by id`.execute(db())
    ).rows.map(({ id }) => id)

  test('V1: without columns nothing is selected, whoever asks', async () => {
    expect(await select(member('admin'), {})).toEqual([])
  })

  test('V1: an admin selects the organization’s rows, a partner their own, and neither what is not asked for', async () => {
    const { actor: bea } = await as('bea', 'meridian')
    const { actor: pia } = await as('pia', 'meridian')
    const all = await select(bea, { org: 'orgId', user: 'partnerId' })
    expect(all).toContain(delegations.omar)
    expect(all).not.toContain(delegations.piaNorth)
    expect(await select(bea, { user: 'partnerId' })).toEqual([])
    expect(await select(pia, { org: 'orgId' })).toEqual([])
    expect(await select(pia, { org: 'orgId', user: 'partnerId' })).toEqual(
      [delegations.pia, delegations.piaNorth, delegations.piaOrchard, delegations.piaRosenqvist].sort(),
    )
  })

  test('V1: it stays one condition when it is negated or joined to others', async () => {
    const { actor: bea } = await as('bea', 'meridian')
    const condition = within(bea, 'delegation.read', { org: 'orgId', user: 'partnerId' })
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from delegations where ${condition} and false or false and ${condition}`.execute(db())
    expect(rows[0]!.n).toBe(0)
    const rest = await sql<{
      n: number
    }>`select count(*) as n from delegations where not ${condition} and org_id = ${meridian.id}`.execute(db())
    expect(rest.rows[0]!.n).toBe(0)
  })
})

describe('G1: who is asking', () => {
  const tieOf = async (person: 'pia' | 'bea' | 'ines' | 'omar' | 'kim', slug: string | null) =>
    (await loadActor(db(), await openSessionFor(db(), person), slug))?.tie ?? null

  test('P1: a membership, an active delegation, or nothing: by the address, as it is now', async () => {
    expect(await tieOf('bea', meridian.slug)).toMatchObject({ kind: 'member', role: 'admin', organization: meridian })
    expect(await tieOf('pia', meridian.slug)).toMatchObject({
      kind: 'partner',
      id: delegations.pia,
      grants: ['shortlists', 'briefs', 'notes'],
    })
    for (const [person, slug] of [
      ['pia', organizations.rosenqvist.slug],
      ['omar', meridian.slug],
      ['kim', meridian.slug],
      ['bea', northwind.slug],
      ['bea', 'no-such-organization'],
      ['bea', null],
      ['bea', 'Meridian-Health'],
    ] as const)
      expect(await tieOf(person, slug), `${person} ${slug}`).toBeNull()
  })

  test('P4: a stub is nobody', async () => {
    expect(await loadActor(db(), await openSessionFor(db(), 'ines'), meridian.slug)).toBeNull()
  })

  test('D3: a member who somehow holds a delegation too is a member', async () => {
    await db().insertInto('memberships').values({ orgId: meridian.id, userId: people.pia.id, role: 'viewer' }).execute()
    expect(await tieOf('pia', meridian.slug)).toMatchObject({ kind: 'member', role: 'viewer' })
  })
})
