import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const ownDatabase = {
  DATABASE_URL: 'postgres://app:hunter2@db.example.com/human_cloud',
  SMTP_URL: 'smtps://mailer:hunter2@smtp.example.com:465',
  AUTH_SECRET: 'a-secret-that-is-long-enough-to-be-one',
  PUBLIC_URL: 'https://app.acme.com',
}

describe('with nothing set', () => {
  const config = readConfig({})

  test('it is a trial on this machine: embedded database, mailbox and demo', () => {
    expect(config).toMatchObject({ databaseUrl: undefined, smtpUrl: undefined, authSecret: undefined, demo: true })
    expect(config).toMatchObject({ host: 'localhost', port: 3000, publicUrl: 'http://localhost:3000' })
    expect(config.dataDirectory).toMatch(/^([A-Z]:)?[/\\]/)
  })

  test('everything else has a sensible value', () => {
    expect(config).toMatchObject({
      role: 'all',
      logLevel: 'info',
      inviteExpiryDays: 14,
      rateLimit: true,
      trustedProxies: 0,
    })
    expect(config.mailFrom).toBe('no-reply@humancloud.example')
  })

  test('blank variables count as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', AUTH_SECRET: '' })).toEqual(config)
  })
})

describe('with a database of one’s own', () => {
  test('nothing is invented: demo off, every interface, sender from the public name', () => {
    expect(readConfig(ownDatabase)).toMatchObject({
      databaseUrl: ownDatabase.DATABASE_URL,
      smtpUrl: ownDatabase.SMTP_URL,
      authSecret: ownDatabase.AUTH_SECRET,
      demo: false,
      host: '0.0.0.0',
      mailFrom: 'no-reply@app.acme.com',
    })
  })

  test('outside production it is enough: mailbox and secret are brought', () => {
    const { DATABASE_URL } = ownDatabase
    expect(readConfig({ DATABASE_URL })).toMatchObject({
      databaseUrl: DATABASE_URL,
      smtpUrl: undefined,
      authSecret: undefined,
    })
  })
})

test('the port decides the default public address', () => {
  expect(readConfig({ PORT: '4000' })).toMatchObject({ port: 4000, publicUrl: 'http://localhost:4000' })
})

test('only NODE_ENV=production is production', () => {
  expect(readConfig({}).production).toBe(false)
  expect(readConfig({ ...ownDatabase, NODE_ENV: 'production' }).production).toBe(true)
})

test('in production nothing is made up: address, mail server and secret must be named', () => {
  expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
    expect.stringMatching(/^PUBLIC_URL is required when NODE_ENV is production.*Example: PUBLIC_URL=https:/),
    expect.stringMatching(/^SMTP_URL is required when NODE_ENV is production.*Example: SMTP_URL=smtps:/),
    expect.stringMatching(/^AUTH_SECRET is required when NODE_ENV is production.*Example: AUTH_SECRET=/),
  ])
})

test('a wrong address does not hide what else is missing', () => {
  expect(problemsOf({ DATABASE_URL: 'mysql://x/y', NODE_ENV: 'production' })).toHaveLength(4)
})

test('a trailing slash of the public address is forgiven', () => {
  expect(readConfig({ PUBLIC_URL: 'https://app.acme.com/' }).publicUrl).toBe('https://app.acme.com')
})

test('the demo can be switched either way', () => {
  expect(readConfig({ DEMO: '0' }).demo).toBe(false)
  expect(readConfig({ ...ownDatabase, DEMO: '1' }).demo).toBe(true)
})

test.each(['http://127.0.0.1:3000', 'http://[::1]:3000', 'http://acme.localhost:3000'])(
  '%s is no name to send mail from',
  (url) => {
    expect(readConfig({ PUBLIC_URL: url }).mailFrom).toBe('no-reply@humancloud.example')
  },
)

test('rate limits can be off, but not in production', () => {
  expect(readConfig({ RATE_LIMIT: 'off' }).rateLimit).toBe(false)
  expect(problemsOf({ ...ownDatabase, RATE_LIMIT: 'off', NODE_ENV: 'production' })).toEqual([
    expect.stringContaining('RATE_LIMIT cannot be off when NODE_ENV is production'),
  ])
})

test.each([
  ['PORT', '0'],
  ['PORT', '70000'],
  ['PORT', '30e2'],
  ['HOST', 'my host'],
  ['PUBLIC_URL', 'app.acme.com'],
  ['PUBLIC_URL', 'ftp://app.acme.com'],
  ['PUBLIC_URL', 'https://app.acme.com/portal'],
  ['PUBLIC_URL', 'https://user:pass@app.acme.com'],
  ['PUBLIC_URL', 'https://app.acme.com/?a=1'],
  ['DEMO', 'maybe'],
  ['SMTP_URL', 'smtp.example.com:25'],
  ['MAIL_FROM', 'Human Cloud <no-reply@acme.com>'],
  ['MAIL_FROM', 'a@acme.com,b@acme.com'],
  ['AUTH_SECRET', 'too-short'],
  ['ROLE', 'boss'],
  ['LOG_LEVEL', 'loud'],
  ['INVITE_EXPIRY_DAYS', '0'],
  ['INVITE_EXPIRY_DAYS', '31'],
  ['INVITE_EXPIRY_DAYS', '7.5'],
  ['RATE_LIMIT', 'perhaps'],
  ['TRUSTED_PROXIES', '-1'],
])('%s=%s is refused with what is wrong and an example', (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([
    expect.stringMatching(new RegExp(`^${name} (must|cannot) .+\\. Example: ${name}=.+`)),
  ])
})

test('every problem is reported at once, one a line', () => {
  const problems = problemsOf({ PORT: 'x', ROLE: 'x', LOG_LEVEL: 'x' })
  expect(problems.map((line) => line.split(' ')[0])).toEqual(['PORT', 'ROLE', 'LOG_LEVEL'])
})

test('no message shows a value, because it could be a secret', () => {
  const problems = problemsOf({
    DATABASE_URL: 'mysql://app:hunter2@db/x',
    SMTP_URL: 'hunter2',
    AUTH_SECRET: 'hunter2',
    PUBLIC_URL: 'hunter2',
  })
  expect(problems).toHaveLength(4)
  expect(problems.join()).not.toContain('hunter2')
})

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
  return []
}
