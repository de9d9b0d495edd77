// @vitest-environment jsdom
import { expect, test } from 'vitest'
import type { Me } from '../shared/accounts.ts'
import { afterSignIn } from './start.ts'

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
