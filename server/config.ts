import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { cleanEnv, EnvError, EnvMissingError, makeValidator } from 'envalid'
import { defaultDataDirectory } from './db/embedded.ts'

/** Everything that can be set from outside, checked. What is `undefined` is what the program brings by itself. */
export type Config = {
  port: number
  host: string
  /** Scheme, name and port without a trailing slash: every link that leaves the building starts with it. */
  publicUrl: string
  /** Home of the embedded database and of the mailbox; without them nothing is written there. */
  dataDirectory: string
  /** `undefined`: the embedded database is started. */
  databaseUrl: string | undefined
  demo: boolean
  /** `undefined`: the development mailbox is started. */
  smtpUrl: string | undefined
  mailFrom: string
  /** `undefined`: a random one is kept in the data directory. */
  authSecret: string | undefined
  role: (typeof roles)[number]
  logLevel: (typeof logLevels)[number]
  inviteExpiryDays: number
  rateLimit: boolean
  trustedProxies: number
  production: boolean
}

type Environment = Record<string, string | undefined>
type Cleaned = ReturnType<typeof clean>

const roles = ['web', 'worker', 'all'] as const
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Its message names every variable that is wrong, one a line, and never shows a value: it could be a secret. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads the environment; reports all of its problems at once as one `ConfigError`. */
export function readConfig(env: Environment = process.env): Config {
  const settings = clean(withoutBlanks(env))
  const publicUrl = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`
  return {
    ...places(settings),
    publicUrl,
    mailFrom: settings.MAIL_FROM ?? defaultSender(publicUrl),
    authSecret: settings.AUTH_SECRET,
    role: settings.ROLE,
    logLevel: settings.LOG_LEVEL,
    inviteExpiryDays: settings.INVITE_EXPIRY_DAYS,
    rateLimit: settings.RATE_LIMIT === 'on',
    trustedProxies: settings.TRUSTED_PROXIES,
    // Not the library's own answer: it takes an unset NODE_ENV for production.
    production: settings.NODE_ENV === 'production',
  }
}

/** Where it listens and whom it talks to. The embedded database means a trial on this machine: demo on, no one from outside. */
function places(settings: Cleaned) {
  const embedded = settings.DATABASE_URL === undefined
  return {
    port: settings.PORT,
    host: settings.HOST ?? (embedded ? 'localhost' : '0.0.0.0'),
    dataDirectory: resolve(settings.DATA_DIR ?? (embedded ? defaultDataDirectory() : 'data')),
    databaseUrl: settings.DATABASE_URL,
    smtpUrl: settings.SMTP_URL,
    demo: settings.DEMO === undefined ? embedded : settings.DEMO === '1',
  }
}

function clean(env: Environment) {
  const specs = specsFor(env)
  const report = (errors: Partial<Record<string, Error>>) => {
    const lines = Object.entries(errors).map(
      ([name, error]) => `${name} ${complaint(error!)}. ${exampleOf(name, specs)}`,
    )
    if (lines.length > 0) throw new ConfigError(lines.join('\n'))
  }
  return cleanEnv(env, specs, { reporter: ({ errors }) => report(errors) })
}

/** In production nothing is made up: what a trial would bring by itself must be named. */
function specsFor(env: Environment) {
  const production = env.NODE_ENV === 'production'
  const needed = { default: undefined, requiredWhen: () => production }
  return {
    NODE_ENV: text({ default: undefined, example: 'production' }),
    PORT: wholeNumber(1, 65535)({ default: 3000, example: '3000' }),
    HOST: host({ default: undefined, example: '0.0.0.0' }),
    PUBLIC_URL: origin({ ...needed, example: 'https://humancloud.example' }),
    DATA_DIR: text({ default: undefined, example: '/var/lib/human-cloud' }),
    DATABASE_URL: address(['postgres:', 'postgresql:'])({ default: undefined, example: databaseExample }),
    DEMO: oneOf('1', '0')({ default: undefined, example: '0' }),
    SMTP_URL: address(['smtp:', 'smtps:'])({ ...needed, example: 'smtps://user:password@smtp.example.com:465' }),
    MAIL_FROM: mailAddress({ default: undefined, example: 'no-reply@humancloud.example' }),
    AUTH_SECRET: secret({ ...needed, example: 'the output of: openssl rand -base64 32' }),
    ROLE: oneOf(...roles)({ default: 'all', example: 'web' }),
    LOG_LEVEL: oneOf(...logLevels)({ default: 'info', example: 'info' }),
    INVITE_EXPIRY_DAYS: wholeNumber(1, 30)({ default: 14, example: '14' }),
    RATE_LIMIT: limitSwitch(env.NODE_ENV === 'production')({ default: 'on', example: 'on' }),
    TRUSTED_PROXIES: wholeNumber(0, 10)({ default: 0, example: '1' }),
  }
}

const databaseExample = 'postgres://user:password@db.example.com:5432/human_cloud'

const text = makeValidator<string>((input) => input)

const wholeNumber = (least: number, most: number) =>
  makeValidator<number>((input) => {
    const inRange = /^\d+$/.test(input) && Number(input) >= least && Number(input) <= most
    return inRange ? Number(input) : wrong(`must be a whole number from ${least} to ${most}`)
  })

const oneOf = <Choice extends string>(...choices: Choice[]) =>
  makeValidator<Choice>((input) => choices.find((choice) => choice === input) ?? wrong(`must be ${either(choices)}`))

const limitSwitch = (production: boolean) =>
  makeValidator<'on' | 'off'>((input) => {
    if (input === 'off' && production) wrong('cannot be off when NODE_ENV is production')
    return input === 'on' || input === 'off' ? input : wrong('must be on or off')
  })

const host = makeValidator<string>((input) =>
  isIP(input) > 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(input)
    ? input
    : wrong('must be a name or an IP address of this machine, without a port'),
)

const origin = makeValidator<string>((input) => {
  const url = parse(input)
  const bare =
    url && ['http:', 'https:'].includes(url.protocol) && input.replace(/\/$/, '').toLowerCase() === url.origin
  return bare ? url.origin : wrong('must start with http:// or https:// and end after the host name or its port')
})

const address = (protocols: string[]) =>
  makeValidator<string>((input) => {
    const url = parse(input)
    const complete = url && protocols.includes(url.protocol) && url.hostname !== ''
    return complete ? input : wrong(`must be an address that starts with ${either(protocols.map((it) => `${it}//`))}`)
  })

const mailAddress = makeValidator<string>((input) =>
  /^[^\s@<>,;:"]+@[^\s@<>,;:"]+\.[^\s@<>,;:"]+$/.test(input) && input.length <= 254
    ? input
    : wrong('must be one mail address, without a name'),
)

const secret = makeValidator<string>((input) =>
  input.length >= 32 ? input : wrong('must have at least 32 characters'),
)

function wrong(what: string): never {
  throw new EnvError(what)
}

function complaint(error: Error): string {
  return error instanceof EnvMissingError
    ? 'is required when NODE_ENV is production, because nothing is made up then'
    : error.message
}

const exampleOf = (name: string, specs: Record<string, { example?: string }>) =>
  `Example: ${name}=${specs[name]?.example ?? ''}`

const either = (choices: readonly string[]) =>
  [choices.slice(0, -1).join(', '), choices.at(-1)].filter((it) => it !== '').join(' or ')

const parse = (input: string) => (URL.canParse(input) ? new URL(input) : undefined)

/** `NAME=` in a compose file or an .env means "not set". */
function withoutBlanks(env: Environment): Environment {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const)
  return Object.fromEntries(trimmed.filter(([, value]) => value !== undefined && value !== ''))
}

/** Mail from `localhost` or from a bare number is refused almost everywhere, so those get the example's domain. */
function defaultSender(publicUrl: string): string {
  const { hostname } = new URL(publicUrl)
  const name = hostname.includes('.') && !hostname.endsWith('.localhost') && isIP(hostname) === 0
  return `no-reply@${name ? hostname : 'humancloud.example'}`
}
