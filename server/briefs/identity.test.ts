import { describe, expect, test } from 'vitest'
import { askerText } from '../../shared/briefs.ts'
import { asksOf, type Identity, isRevealable } from './identity.ts'

const member: Identity = {
  company: 'Meridian Health',
  author: 'Edith Lang',
  delegationId: null,
  identityMode: null,
  anonymous: false,
  revealedAt: null,
}
const partner = (identityMode: Identity['identityMode'], more: Partial<Identity> = {}): Identity => ({
  ...member,
  author: 'Pia Lindqvist',
  delegationId: 'd',
  identityMode,
  ...more,
})
const revealed = { anonymous: true, revealedAt: new Date() }

describe('SPEC 7: who asks, as solutions may know it', () => {
  test.each([
    ['a member', member, 'Meridian Health'],
    ['a partner as buyer', partner('as_buyer'), 'Meridian Health'],
    ['a transparent partner', partner('transparent'), 'Pia Lindqvist for Meridian Health'],
    ['an anonymous partner', partner('anonymous'), 'Anonymous Buyer'],
    ['an anonymous brief of a member', { ...member, anonymous: true }, 'Anonymous Buyer'],
    ['an anonymous brief of a transparent partner', partner('transparent', { anonymous: true }), 'Anonymous Buyer'],
    ['the same, revealed', partner('transparent', revealed), 'Pia Lindqvist for Meridian Health'],
    ['an anonymous brief of a member, revealed', { ...member, ...revealed }, 'Meridian Health'],
    ['one of an anonymous partner, revealed', partner('anonymous', revealed), 'Anonymous Buyer'],
  ] as const)('%s', (_, identity, text) => {
    expect(askerText(asksOf(identity))).toBe(text)
  })

  test('revealing is offered where it would name somebody', () => {
    expect(isRevealable(member)).toBe(false)
    expect(isRevealable({ ...member, anonymous: true })).toBe(true)
    expect(isRevealable({ ...member, ...revealed })).toBe(false)
    expect(isRevealable(partner('anonymous', { anonymous: true }))).toBe(false)
  })
})
