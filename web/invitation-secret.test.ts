import { beforeEach, expect, test } from 'vitest'
import { forgetSecret, secretHeader, secretOf, takeSecretsFromAddress } from './invitation-secret.ts'

const id = '0199aaaa-0000-7000-b000-000000000001'
const open = (address: string) => history.replaceState({ key: 'a' }, '', address)

beforeEach(() => {
  sessionStorage.clear()
  forgetSecret(id)
})

test('I2: the secret leaves the address at once, and waits in this tab', () => {
  open(`/invitations/${id}?from=mail#s3cret_-x`)
  takeSecretsFromAddress()
  expect(location.href).toMatch(new RegExp(`/invitations/${id}\\?from=mail$`))
  expect(history.state).toEqual({ key: 'a' })
  expect(secretOf(id)).toBe('s3cret_-x')
  expect(secretOf('another')).toBeNull()
})

test('ABUSE 11: that of the notice of a change of address does, too', () => {
  open(`/email-changes/${id}#st0p`)
  takeSecretsFromAddress()
  expect([location.hash, secretOf(id)]).toEqual(['', 'st0p'])
})

test('after a reload it is still there, until it was used', () => {
  sessionStorage.setItem(`invitation:${id}`, 'kept')
  expect(secretOf(id)).toBe('kept')
  forgetSecret(id)
  expect(secretOf(id)).toBeNull()
})

test('a newer link that is opened in the same tab, where only the fragment differs, replaces it', () => {
  open(`/invitations/${id}#old`)
  takeSecretsFromAddress()
  open(`/invitations/${id}#new`)
  window.dispatchEvent(new PopStateEvent('popstate'))
  expect(location.hash).toBe('')
  expect(secretOf(id)).toBe('new')
})

test('what cannot be a secret leaves the address and is not kept; fragments of other pages stay', () => {
  open(`/invitations/${id}#<script>`)
  takeSecretsFromAddress()
  expect([location.hash, secretOf(id)]).toEqual(['', null])
  open('/partner#part')
  takeSecretsFromAddress()
  expect(location.hash).toBe('#part')
})

test('a browser that keeps nothing still lets one accept', () => {
  const setItem = Storage.prototype.setItem
  Storage.prototype.setItem = () => {
    throw new DOMException('no', 'SecurityError')
  }
  open(`/invitations/${id}#s3cret`)
  takeSecretsFromAddress()
  Storage.prototype.setItem = setItem
  expect(secretOf(id)).toBe('s3cret')
})

test('it travels as a header', () => {
  expect(secretHeader('abc')).toBe('Invitation abc')
  expect(secretHeader(null)).toBeUndefined()
})
