import { expect, test } from 'vitest'
import { safeReturnAddress } from './return-address.ts'

test.each(['/', '/partner', '/w/meridian-health/settings/partners?status=active', '/invitations/0199?from=mail#part'])(
  'a page of ours is kept: %s',
  (address) => expect(safeReturnAddress(address)).toBe(address),
)

test.each([
  'https://elsewhere.example',
  '//elsewhere.example',
  '///elsewhere.example',
  '/\\elsewhere.example',
  '\\\\elsewhere.example',
  '/\t/elsewhere.example',
  '/\n/elsewhere.example',
  '/.//elsewhere.example',
  '/partner/..//elsewhere.example',
  'javascript:alert(1)',
  ' /partner',
  'partner',
  '',
  '/sign-in?back=/sign-in',
  null,
  undefined,
  ['/partner'],
])('everything else leads home: %j', (address) => expect(safeReturnAddress(address)).toBe('/'))
