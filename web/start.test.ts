import { expect, test } from 'vitest'
import type { Me } from '../shared/accounts.ts'
import { afterSignIn, startOf } from './start.ts'

const rex = (name: string): Me => ({
  user: { id: '0', email: 'rex@fairwork.example', name, hasPassword: false },
  organizations: [],
  partnerships: [],
  pendingInvitations: 1,
  unreadNotifications: 0,
})

test.each([
  ['back to where one was asked to sign in', rex('Rex'), '/w/meridian?x=1', '/w/meridian?x=1'],
  ['to one’s own start', rex('Rex'), '/', '/partner'],
  ['first to a name, then back', rex(''), '/w/meridian?x=1', '/welcome?back=%2Fw%2Fmeridian%3Fx%3D1'],
  ['first to a name', rex(''), '/', '/welcome'],
])('after signing in: %s', (_where, me, back, address) => expect(afterSignIn(me, back)).toBe(address))

const crewline = { slug: 'crewline', name: 'Crewline', kind: 'solution', role: 'admin' } as const
const acme = { slug: 'acme', name: 'Acme', kind: 'buyer', role: 'admin' } as const
const cara = (more: Partial<Me>): Me => ({ ...rex('Cara'), pendingInvitations: 0, requests: { open: 1 }, ...more })

test.each([
  ['S1: who only answers for solutions begins with their requests', cara({ organizations: [crewline] }), '/requests'],
  ['S1: so does a contact who is in no organization', cara({}), '/requests'],
  ['who also buys begins where they buy', cara({ organizations: [acme, crewline] }), '/w/acme'],
  ['an invitation waits on the dashboard', cara({ pendingInvitations: 1 }), '/partner'],
])('%s', (_promise, me, address) => expect(startOf(me)).toBe(address))
