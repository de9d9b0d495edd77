import { Writable } from 'node:stream'
import pino from 'pino'
import { expect, test } from 'vitest'
import { db, serverOf, settings } from '../../town/town.ts'
import { unsubscribeUrl } from '../notifications/unsubscribe-link.ts'
import { newToken } from '../secrets/secrets.ts'

/** What the product logs of requests to these addresses, at its most talkative. */
async function loggedOf(asked: { method?: 'GET' | 'POST'; url: string; headers?: Record<string, string> }[]) {
  const lines: string[] = []
  const stream = new Writable({
    write(line, _, done) {
      lines.push(String(line))
      done()
    },
  })
  const { http } = serverOf(db(), { logger: pino({ level: 'trace' }, stream) as never })
  for (const request of asked) await http.inject({ method: 'GET', ...request })
  await http.close()
  return lines
}

const letterId = '01900000-0000-7000-8000-00000000abcd'
const proof = unsubscribeUrl(letterId, settings).split('.').at(-1)!
const token = newToken()
const half = (text: string) => `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`

test.each<[what: string, url: string, secret: string, method?: 'POST']>([
  ['the page of an unsubscribe link', `/unsubscribe/${letterId}.${proof}`, proof],
  ['the address that mail programs send to', `/unsubscribe/${letterId}.${proof}`, proof, 'POST'],
  ['what the page asks', `/api/v1/unsubscriptions/${letterId}.${proof}`, proof],
  ['what its button does', `/api/v1/unsubscriptions/${letterId}.${proof}`, proof, 'POST'],
  ['an address that is written in another way', `/%75nsubscribe/${letterId}.${half(proof)}`, proof.slice(1)],
  [
    'the secret of an invitation, put where it does not belong',
    `/api/v1/invitations/${letterId}?token=${token}`,
    token,
  ],
  ['an address that leads nowhere', `/api/v1/nowhere/${token}`, token],
  ['an address that no router can read', `/api/v1/%ZZ/${token}`, token],
])(
  'ABUSE 6, 11, 32: %s leaves its secret in no line of the log',
  async (_, url, secret, method: 'GET' | 'POST' = 'GET') => {
    const lines = await loggedOf([
      { method, url, headers: { host: 'localhost' } },
      { method, url, headers: { host: 'evil.example' } },
    ])
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.join('')).toContain('[secret]')
    expect(lines.join('')).not.toContain(secret)
  },
)

test('who runs the product still reads which thing was asked for', async () => {
  const lines = await loggedOf([{ url: `/api/v1/invitations/${letterId}?search=short` }])
  expect(lines.join('')).toContain(`"url":"/api/v1/invitations/${letterId}?search=short"`)
})
