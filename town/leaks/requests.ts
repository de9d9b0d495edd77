import { z } from 'zod'
import { address, type Endpoint } from '../../shared/endpoint.ts'
import { organizations, people } from '../town.ts'
import { doors } from './doors.ts'
import type { Planted } from './plant.ts'

/** Numbers by chance that come again with their seed. */
export function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What there is to ask for: the ids of every table, by the word that paths use for it. */
export type Ids = { all: Planted[]; solutions: string[] }
export type Request = { door: Endpoint; method: string; url: string; body?: object; headers: Record<string, string> }

/** These take a tenth of a second each, to make guessing slow; and have no work behind them. */
const slow = /password|\/sign-in\/|claim/
const often = /\/workspaces\/|\/organizations\/|\/requests/
const choices = doors.flatMap((door) =>
  Array<Endpoint>(slow.test(door.route) ? 1 : often.test(door.route) ? 40 : 12).fill(door),
)

/**
 * A request by chance: any door, any organization's address, any id in path, query and body, whether they belong together
 * or not; now and then a header that names a version or a key of somebody else, or a field that the door does not know.
 */
export function requestsOf(chance: () => number, { all, solutions }: Ids, slugs: string[]) {
  let home = slugs
  const one = <T>(from: readonly T[]): T => from[Math.floor(chance() * from.length)]!
  const often = (share: number) => chance() < share
  const idFor = (kind: string) => {
    const fitting = all.filter((it) => it.kind === kind)
    return fitting.length > 0 && often(0.9) ? one(fitting).id : one([...all.map(({ id }) => id), ...solutions])
  }
  const kindIn = (route: string) =>
    ['shortlists', 'briefs', 'requests', 'delegations', 'members', 'invitations', 'sessions', 'notes']
      .filter((it) => route.includes(`/${it}`))
      .at(-1) ?? ''
  const words = () => one(['kanari', 'a', '~', '%', 'Shortlist of the town', '', "'", 'person'])
  const permissions = () => one([['shortlists'], ['briefs', 'notes'], ['shortlists', 'briefs', 'notes']])

  const values: Record<string, (route: string) => unknown> = {
    org: () => one(often(0.5) ? home : slugs),
    id: (route) => idFor(kindIn(route) === 'invitations' ? 'delegations' : kindIn(route)),
    delegationId: () => idFor('delegations'),
    delegation: () => idFor('delegations'),
    holding: () => one(solutions),
    withSolution: () => one(solutions),
    solutionId: () => (often(0.8) ? one(solutions) : one(all).id),
    solutionIds: () => (often(0.5) ? solutions : [one(solutions), one(all).id]),
    ids: () => [one(all).id],
    slug: () => one(['crewline', 'interimo', ...slugs]),
    cursor: () => Buffer.from(one(all).id).toString('base64url'),
    limit: () => one([1, 2, 100]),
    status: () => one(['draft', 'published', 'sent', 'closed', 'active', 'ended', 'pending']),
    editable: () => 'true',
    unread: () => one(['true', 'false']),
    search: words,
    kind: (route) => {
      if (route.includes('/briefs')) return one(['brief', 'rfi', 'rfp'])
      return route.startsWith('POST') ? one(['buyer', 'solution']) : one(['shortlist.created', 'delegation.changed'])
    },
    category: () => 'Staffing',
    capability: words,
    region: words,
    sort: () => one(['match', 'name']),
    title: () => `Renamed ${Math.floor(chance() * 1000)}`,
    description: () => 'Described',
    reason: () => one(['Because', '']),
    place: () => 1,
    subject: () => {
      const kind = one(['solution', 'shortlist', 'brief'])
      return `${kind}:${kind === 'solution' ? one(solutions) : idFor(`${kind}s`)}`
    },
    body: () => one(['A note', 'Words']),
    visibility: () => one(['personal', 'team', 'shared']),
    on: () => one(['solution', 'shortlist', 'brief']),
    mine: () => 'true',
    name: () => 'Some Body',
    role: () => one(['admin', 'editor', 'viewer']),
    email: () => one(['one@outside.example', 'two@outside.example']),
    emails: () => ['three@outside.example', 'four@outside.example'],
    permissions,
    dataVisibility: () => one(['scoped', 'full']),
    identityMode: () => 'as_buyer',
    message: () => 'Please help',
    note: () => 'No time',
    state: () => one(['open', 'answered', 'declined', 'closed']),
    answers: () => one([[], [{ questionId: idFor('questions'), value: 'Words' }]]),
    quote: () =>
      one([
        null,
        { pricingModel: 'fixed', currency: 'EUR', lineItems: [{ description: 'Work', quantity: 2, unitAmount: 3 }] },
      ]),
    requirements: () => 'Required',
    questions: () => one([[], [{ id: idFor('questions'), text: 'Asked', type: 'text' }]]),
    budget: () => one([null, { min: 1, max: 2, currency: 'EUR' }]),
    startDate: () => one([null, '2030-01-01']),
    deadline: () => one([null, '2099-01-01T00:00:00Z']),
    deadlineZone: () => 'Europe/Berlin',
    anonymous: () => one([true, false]),
    copyOf: () => idFor('briefs'),
    shortlistId: () => idFor('shortlists'),
    outcomes: () => one([[], [{ solutionId: one(solutions), outcome: 'selected' }]]),
    from: (route) => (route.includes('/audit') ? '2020-01-01T00:00:00Z' : one(['EUR', 'SEK'])),
    until: () => '2099-01-01T00:00:00Z',
    person: () => one(['one@outside.example', 'somebody@towns.example']),
    personId: () => one([...Object.values(people), ...all]).id,
    organization: () => one(slugs),
    group: () => one(['access', 'work', 'requests']),
    items: () => one([[], [{ kind: 'note', app: false, mail: true }]]),
    mails: () => ({ mode: one(['at_once', 'bundled', 'daily']) }),
    inviteExpiryDays: () => one([null, 3]),
    viewersSeeQuotes: () => one([true, false]),
    domain: () => one(['towns.example', 'outside.example']),
    to: () => one(['SEK', 'USD']),
    rate: () => one(['11.5', null]),
    statedFor: () => '2026-01-01',
    draft: () => ({ message: 'So far' }),
    all: () => true,
    type: () => one(['sign-in', 'forget-password']),
    otp: () => '123456',
    token: () => one(['x', 'known-token']),
    password: () => 'thimble marmot quarry lantern',
    currentPassword: () => 'wrong',
    newPassword: () => 'thimble marmot quarry lantern',
  }
  function sentAs(name: string, route: string): unknown {
    const value = values[name]
    if (!value) throw new Error(`A new field, ${name} of ${route}: say in town/leaks/requests.ts what to send`)
    return value(route)
  }

  return (homes: string[]): Request => {
    home = homes.length > 0 ? homes : slugs
    const door = one(choices)
    const [method, path] = address(door)
    const url = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(sentAs(name, door.route))))
    const beside = Object.entries((door.input as z.ZodObject).shape).filter(
      ([name]) => !door.route.includes(`:${name}`),
    )
    const sent = Object.fromEntries(
      beside.flatMap(([name, field]) => {
        const isOptional = z.safeParse(field as z.ZodType, undefined).success
        return isOptional && often(0.6) ? [] : [[name, sentAs(name, door.route)]]
      }),
    )
    if (often(0.03)) sent[one(['org', 'orgId', 'id', 'delegationId', 'userId'])] = one(all).id
    const headers = {
      ...(often(0.1) && { 'if-match': one(['1', '2', '*']) }),
      ...(often(0.2) && { 'idempotency-key': one(['known-key', 'another-key']) }),
      ...(often(0.05) && { authorization: 'Invitation known-token' }),
    }
    if (method !== 'GET') return { door, method, url, body: sent, headers }
    const query = new URLSearchParams(
      Object.entries(sent).map(([name, value]) => [name, String(value)] as [string, string]),
    )
    return { door, method, url: `${url}?${query}`, headers }
  }
}

export const allSlugs = Object.values(organizations).map(({ slug }) => slug)
