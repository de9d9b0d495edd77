import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import * as accounts from './accounts.ts'
import * as audit from './audit.ts'
import * as briefs from './briefs.ts'
import * as delegations from './delegations.ts'
import { address, type Endpoint } from './endpoint.ts'
import { codeOfWords, errors, problemOf, Refusal, refuse, refuseField } from './errors.ts'
import * as invitations from './invitations.ts'
import * as notes from './notes.ts'
import * as notifications from './notifications.ts'
import { organizationColor, organizationColors, withColors } from './organization-color.ts'
import * as organizations from './organizations.ts'
import { grantNames, permissions, roleNames } from './permissions.ts'
import * as requests from './requests.ts'
import * as shortlists from './shortlists.ts'
import * as solutions from './solutions.ts'

const doors = [
  accounts,
  audit,
  briefs,
  delegations,
  invitations,
  notes,
  notifications,
  organizations,
  requests,
  shortlists,
  solutions,
]
  .flatMap((noun) => Object.values(noun))
  .filter((it): it is Endpoint => typeof it === 'object' && it !== null && 'route' in it)

describe('SPEC 12: doors', () => {
  test('there are doors, and no two at one address', () => {
    expect(doors.length).toBeGreaterThan(30)
    expect(new Set(doors.map(({ route }) => route.replace(/:\w+/g, ':'))).size).toBe(doors.length)
  })

  test.each(doors.map((door) => [door.route, door] as const))(
    'ABUSE 19: %s refuses unknown fields, and its answer is an object that names its own',
    (_, door) => {
      expect(door.input).toBeInstanceOf(z.ZodObject)
      expect((door.input as z.ZodObject).def.catchall).toBeInstanceOf(z.ZodNever)
      expect(door.reply).toBeInstanceOf(z.ZodObject)
      expect((door.reply as z.ZodObject).def.catchall).toBeUndefined()
    },
  )

  test.each(doors.map((door) => [door.route, door] as const))(
    'SPEC 12: the path of %s is part of its input',
    (_, door) => {
      const named = [...door.route.matchAll(/:(\w+)/g)].map(([, name]) => name!)
      expect(Object.keys((door.input as z.ZodObject).shape)).toEqual(expect.arrayContaining(named))
    },
  )

  test('SPEC 12: sign-up by password has no door', () => {
    expect(doors.map(({ route }) => route).filter((route) => /sign-up|register/.test(route))).toEqual([])
  })

  test('an address has its verb and its whole path', () => {
    expect(address({ route: 'GET /me' })).toEqual(['GET', '/api/v1/me'])
    expect(address({ route: 'POST /api/auth/sign-out' })).toEqual(['POST', '/api/auth/sign-out'])
  })
})

describe('D5: permissions of a delegation', () => {
  const { permissions: granted } = delegations.invitePartner.input.shape
  test('D5: all three where nobody says otherwise', () => {
    expect(granted.parse(undefined)).toEqual(['shortlists', 'briefs', 'notes'])
  })
  test('D5: in the order of the catalogue, each once', () => {
    expect(granted.parse(['notes', 'shortlists', 'notes'])).toEqual(['shortlists', 'notes'])
  })
  test.each([
    [[]],
    [['all']],
    [['shortlists', 'admin']],
    [[null]],
    ['shortlists'],
    [null],
    [{ shortlists: true }],
    [[['notes']]],
  ])('D5: %j is refused', (chosen) => {
    expect(granted.safeParse(chosen).success).toBe(false)
  })
})

describe('The catalogue of permissions', () => {
  test('ABUSE 20: nothing that admins do is granted to partners', () => {
    const toPartners = Object.entries(permissions).filter(([, { grant }]) => grant !== null)
    expect(toPartners.map(([name]) => name)).toEqual([
      'workspace.enter',
      'saved.read',
      'saved.write',
      'shortlist.list',
      'shortlist.create',
      'shortlist.read',
      'shortlist.write',
      'brief.list',
      'brief.create',
      'brief.read',
      'brief.write',
      'quote.read',
      'note.read',
      'note.write',
      'note.share',
    ])
  })
  test('D1, O2: only admins manage delegations and members, and read the audit', () => {
    for (const name of ['delegation.manage', 'delegation.read', 'member.manage', 'audit.read'] as const)
      expect(permissions[name].roles).toEqual(['admin'])
  })
  test('O2: three roles, D5: three grants', () => {
    expect(roleNames).toEqual(['admin', 'editor', 'viewer'])
    expect(grantNames).toEqual(['shortlists', 'briefs', 'notes'])
  })
})

describe('Errors', () => {
  test('SPEC 12: every code has a status of its own kind, and words that no other code has', () => {
    for (const [code, { status, title }] of Object.entries(errors)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(600)
      expect(codeOfWords(title)).toBe(code)
    }
    expect(codeOfWords('No such words')).toBeUndefined()
  })
  test('SPEC 12: a problem document names its code, its status and its words', () => {
    expect(problemOf('admin_only')).toEqual({
      type: 'urn:human-cloud:problem:admin_only',
      status: 403,
      title: 'Only admins of this organization may do this.',
      code: 'admin_only',
    })
  })
  test('a refusal of a field says which one', () => {
    expect(() => refuse('not_found')).toThrow(Refusal)
    try {
      refuseField('email', 'self_invitation')
    } catch (error) {
      expect((error as Refusal).particulars.errors).toEqual([
        { path: 'email', code: 'self_invitation', message: 'You cannot invite yourself.' },
      ])
    }
  })
})

describe('Colours of organizations', () => {
  test('W3: a colour stays with its slug, and two workspaces of one person never share one', () => {
    const ten = Array.from({ length: 10 }, (_, n) => ({ slug: `company-${n}` }))
    expect(new Set(withColors(ten).map(({ color }) => color)).size).toBe(10)
    expect(withColors(ten.slice(0, 1))[0]!.color).toBe(organizationColor('company-0'))
    expect(withColors([...ten, ...ten]).every(({ color }) => organizationColors.includes(color as never))).toBe(true)
  })
})
