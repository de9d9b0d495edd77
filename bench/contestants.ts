import { type ChildProcess, execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from '../server/db/migrate.ts'
import { openSecrets } from '../server/secrets/secrets.ts'
import { answeredBrief, asker, draftsToSend, draftsToSendBarely, RECIPIENTS } from './briefs.ts'
import type { Driving, Reading } from './driver.ts'
import { FRESH, type Load } from './generator.ts'
import { LEAD_IN_SECONDS, type Round } from './measure.ts'
import {
  ask,
  freePort,
  processorTime,
  processorTimeOfFamily,
  startProcess,
  stopProcess,
  untilReady,
} from './processes.ts'
import {
  activePartners,
  adminSession,
  COMPANIES,
  createDatabase,
  loadOurTown,
  loadPeerTown,
  measuredBuyer,
  PARTNERS_EACH,
  partnerSession,
} from './town.ts'
import { buyerOf, type Shelf, searches, shelfNames, shelfPartnerSession } from './work.ts'

const ofShelf = <const Who extends 'team' | 'partner'>(who: Who) =>
  shelfNames.map((shelf) => `${who}, 20 of ${shelf}` as const satisfies `${Who}, 20 of ${Shelf}`)

export const scenarios = [
  'invite',
  'list 20',
  'list 100',
  'workspace',
  ...ofShelf('team'),
  ...ofShelf('partner'),
  'catalogue',
  'search',
  'send to 50',
  'responses',
] as const
export type Scenario = (typeof scenarios)[number]

/** A round, and the processor time that a request cost the measured server and the database, in milliseconds. */
export type Score = Round & { serverTime: number; databaseTime: number }

export type Contestant = {
  name: string
  scenarios: Scenario[]
  run(scenario: Scenario, connections: number, seconds: number): Promise<Score>
  stop(): Promise<void>
}

/** What a scenario asks, and what a good answer contains: some words, or some words so many times. */
type Asking = { status: number; requests: string[]; shows: RegExp; times?: number }

/** What is read through one door, with and without a server around it. */
const readings: Partial<Record<Scenario, Reading>> = {
  'list 20': {
    door: 'delegations',
    sessionToken: adminSession(measuredBuyer),
    slug: measuredBuyer,
    input: { limit: 20 },
  },
  ...Object.fromEntries(
    shelfNames.flatMap((shelf) =>
      (
        [
          [`team, 20 of ${shelf}`, adminSession(buyerOf(shelf))],
          [`partner, 20 of ${shelf}`, shelfPartnerSession(shelf)],
        ] as const
      ).map(([scenario, sessionToken]) => [
        scenario,
        { door: 'shortlists', sessionToken, slug: buyerOf(shelf), input: { limit: 20 } },
      ]),
    ),
  ),
  catalogue: { door: 'solutions', sessionToken: adminSession(measuredBuyer), slug: null, input: { limit: 24 } },
  responses: {
    door: 'responses',
    sessionToken: adminSession(asker),
    slug: asker,
    input: { id: answeredBrief, limit: RECIPIENTS },
  },
}

/** What all of them share. */
export type Arena = { serverUrl: string; databasePid: number; generator: ChildProcess }

const AUTH_SECRET = 'only for this benchmark, not a secret'
const root = fileURLToPath(new URL('../', import.meta.url))

// ---- We --------------------------------------------------------------------------------------------------------------

/** A database of ours with everything in it. */
export async function createOurDatabase(arena: Arena, name: string): Promise<string> {
  const url = await createDatabase(arena.serverUrl, name)
  await migrate(url)
  await loadOurTown(url)
  return url
}

/** Our server from this folder, as in production: its own process, logs at warn, without a worker. */
export async function startOurs(
  name: string,
  directory: string,
  url: string,
  arena: Arena,
  nodeOptions: string[] = [],
): Promise<Contestant> {
  const port = await freePort()
  const child = startProcess(
    join(directory, 'server/main.ts'),
    {
      DATABASE_URL: url,
      ROLE: 'web',
      HOST: '127.0.0.1',
      PORT: String(port),
      AUTH_SECRET,
      SMTP_URL: 'smtp://127.0.0.1:1025',
      LOG_LEVEL: 'warn',
      RATE_LIMIT: 'off',
    },
    nodeOptions,
  )
  await untilReady(`http://127.0.0.1:${port}/readyz`, child)
  return overHttp(name, child, port, arena, ourRequests(`localhost:${port}`))
}

/** Runs the statements of what we read by themselves, in the same database. */
export function startDriver(url: string, arena: Arena): Contestant {
  const child = startProcess(new URL('./driver.ts', import.meta.url))
  return {
    name: 'statements',
    scenarios: [...(Object.keys(readings) as Scenario[]), 'send to 50'],
    run: async (scenario, connections, seconds) => {
      const reading = readings[scenario]
      const what = reading ? { reading } : { sending: draftsToSendBarely }
      const driving: Driving = { url, connections, seconds, ...what }
      return timed(arena, child, () => ask<Round>(child, driving), seconds)
    },
    stop: () => stopProcess(child),
  }
}

function ourRequests(host: string): Partial<Record<Scenario, Asking>> {
  const { sign } = openSecrets(AUTH_SECRET)
  const as = (session: string) => ({ host, cookie: `hc_session=${sign(session)}`, origin: `http://${host}` })
  const list = (limit: number) => ({
    status: 200,
    requests: [
      get(`/api/v1/organizations/${measuredBuyer}/delegations?limit=${limit}`, as(adminSession(measuredBuyer))),
    ],
    shows: /@partners\.example"/g,
    times: limit,
  })
  const search = (query: string) => get(`/api/v1/solutions?${query}`, as(adminSession(measuredBuyer)))
  return {
    ...Object.fromEntries(
      shelfNames.flatMap((shelf) => {
        const shortlists = (session: string): Asking => ({
          status: 200,
          requests: [get(`/api/v1/workspaces/${buyerOf(shelf)}/shortlists?limit=20`, as(session))],
          shows: /"itemCount":2/g,
          times: 20,
        })
        return [
          [`team, 20 of ${shelf}`, shortlists(adminSession(buyerOf(shelf)))],
          [`partner, 20 of ${shelf}`, shortlists(shelfPartnerSession(shelf))],
        ]
      }),
    ),
    catalogue: { status: 200, requests: [search('')], shows: /"total":100000/ },
    search: { status: 200, requests: searches.map(search), shows: /"facets":/ },
    'send to 50': {
      status: 200,
      requests: draftsToSend.map((id) =>
        post(`/api/v1/workspaces/${asker}/briefs/${id}/send`, as(adminSession(asker)), {}),
      ),
      shows: /"state":"sent"/g,
      times: RECIPIENTS,
    },
    responses: {
      status: 200,
      requests: [
        get(`/api/v1/workspaces/${asker}/briefs/${answeredBrief}/responses?limit=50`, as(adminSession(asker))),
      ],
      shows: /"total":1875000/g,
      times: RECIPIENTS,
    },
    invite: {
      status: 201,
      requests: companies.map((company) =>
        post(`/api/v1/organizations/${company}/delegations`, as(adminSession(company)), {
          email: `fresh-${FRESH}@invited.example`,
        }),
      ),
      shows: /"email":"fresh-\d+@invited\.example"/,
    },
    'list 20': list(20),
    'list 100': list(100),
    workspace: {
      status: 200,
      requests: activePartners.map((n) => get(`/api/v1/workspaces/${measuredBuyer}`, as(partnerSession(n)))),
      shows: /"as":"partner"/,
    },
  }
}

// ---- The peer --------------------------------------------------------------------------------------------------------

const peers = join(root, 'bench/peers')

/** better-auth in a process of its own; installed where it is missing, null where that fails. */
export async function startPeer(arena: Arena): Promise<Contestant | null> {
  if (!installPeers()) return null
  const port = await freePort()
  const url = await createDatabase(arena.serverUrl, 'peer')
  const child = startProcess(join(peers, 'server.js'), {
    JOINS: process.env.JOINS ?? '0',
    DATABASE_URL: url,
    PORT: String(port),
    AUTH_SECRET,
    NODE_ENV: 'production',
  })
  await untilReady(`http://127.0.0.1:${port}/api/auth/ok`, child)
  await loadPeerTown(url)
  return overHttp('better-auth', child, port, arena, peerRequests(`127.0.0.1:${port}`))
}

function installPeers(): boolean {
  if (existsSync(join(peers, 'node_modules/better-auth'))) return true
  console.log('Installing what we are compared with: npm ci --prefix bench/peers')
  try {
    execFileSync('npm', ['ci', '--prefix', peers, '--ignore-scripts', '--no-audit', '--no-fund'], { stdio: 'ignore' })
    return true
  } catch {
    console.log('That failed, so we run without it. Once npm can reach its registry, run it by hand and start again.')
    return false
  }
}

function peerRequests(host: string): Partial<Record<Scenario, Asking>> {
  const as = (organization: string) => {
    const token = `session-of-admin-of-${organization}`
    const signature = createHmac('sha256', AUTH_SECRET).update(token).digest('base64')
    return {
      host,
      cookie: `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`,
      origin: `http://${host}`,
    }
  }
  const list = {
    status: 200,
    requests: [get(`/api/auth/organization/list-invitations?organizationId=${measuredBuyer}`, as(measuredBuyer))],
    shows: /"partner-\d+@partners\.example"/g,
    times: PARTNERS_EACH,
  }
  return {
    invite: {
      status: 200,
      requests: companies.map((company) =>
        post('/api/auth/organization/invite-member', as(company), {
          email: `fresh-${FRESH}@invited.example`,
          role: 'member',
          organizationId: company,
        }),
      ),
      shows: /"email":"fresh-\d+@invited\.example"/,
    },
    'list 20': list,
    'list 100': list,
  }
}

// ---- Asking ----------------------------------------------------------------------------------------------------------

const companies = Array.from({ length: COMPANIES }, (_, n) => `company-${n + 1}`)

type Headers = Record<string, string>

const get = (path: string, headers: Headers) => `GET ${path} HTTP/1.1\r\n${lines(headers)}\r\n`

function post(path: string, headers: Headers, body: object) {
  const text = JSON.stringify(body)
  const more = { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
  return `POST ${path} HTTP/1.1\r\n${lines(more)}\r\n${text}`
}

const lines = (headers: Headers) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

function overHttp(
  name: string,
  child: ChildProcess,
  port: number,
  arena: Arena,
  askings: Partial<Record<Scenario, Asking>>,
): Contestant {
  return {
    name,
    scenarios: Object.keys(askings) as Scenario[],
    async run(scenario, connections, seconds) {
      const { status, requests, ...promise } = askings[scenario]!
      const load: Load = { port, connections, seconds, status, requests }
      const score = await timed(arena, child, () => ask<Round>(arena.generator, load), seconds)
      if (score.errors === 0 && !keeps(score.sample, promise))
        throw new Error(`${name} answers ${scenario} with something else: ${score.sample.slice(0, 300)}`)
      if (score.errors > 0) console.error(`${name}, ${scenario}: ${score.errors} errors. ${score.sample.slice(0, 300)}`)
      return score
    },
    stop: () => stopProcess(child),
  }
}

const keeps = (body: string, { shows, times }: Pick<Asking, 'shows' | 'times'>) =>
  times === undefined ? shows.test(body) : body.match(shows)?.length === times

/** The lead-in is part of the processor time and not of the counted requests: it is added to them. */
async function timed(arena: Arena, child: ChildProcess, run: () => Promise<Round>, seconds: number): Promise<Score> {
  const used = () => [processorTime(child), processorTimeOfFamily(arena.databasePid)] as const
  const [server, database] = used()
  const round = await run()
  const [serverAfter, databaseAfter] = used()
  const requests = round.perSecond * (seconds + LEAD_IN_SECONDS)
  return {
    ...round,
    serverTime: (serverAfter - server) / requests,
    databaseTime: (databaseAfter - database) / requests,
  }
}
