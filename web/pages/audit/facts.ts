import type { AuditEntry } from '../../../shared/audit.ts'
import { briefKinds } from '../../../shared/briefs.ts'
import { dataVisibilities, identityModes } from '../../../shared/delegations.ts'
import { moneyText } from '../../../shared/money.ts'
import { grants, roles } from '../../../shared/permissions.ts'
import { longDate, wholeInstant } from '../../ui/instant.ts'

/* What an event changed, in the words that the rest of the product uses for it. */

type Fact = { label: string; was?: string; now?: string }
type Facts = NonNullable<AuditEntry['before']>

const NOTHING = 'nothing'
const LONGEST = 1200

/** Each fact once, as it was and as it is now; where only one of the two is known, as that. */
export function factsOf({ before, after }: Pick<AuditEntry, 'before' | 'after'>): Fact[] {
  const [was, now] = [before ?? {}, after ?? {}]
  const names = [...new Set([...Object.keys(was), ...Object.keys(now)])].filter((name) => !untold.has(name))
  return names.flatMap((name) => factOf(name, was, now) ?? [])
}

function factOf(name: string, was: Facts, now: Facts): Fact | null {
  const label = labels[name] ?? capitalized(name)
  const [before, after] = [was, now].map((side) => (name in side ? inWords(name, side[name]) : undefined))
  // What names the thing and did not change stands in the sentence already.
  if (before === after) return null
  return { label, ...(before !== undefined && { was: before }), ...(after !== undefined && { now: after }) }
}

/** Ids say nothing to a person, and a zone is told with its deadline. */
const untold = new Set([
  'noteId',
  'subject',
  'authorId',
  'delegationId',
  'solutionIds',
  'savedUnder',
  'deadlineZone',
  'version',
])

const labels: Record<string, string> = {
  name: 'Name',
  slug: 'Address',
  inviteExpiryDays: 'Invitations work',
  viewersSeeQuotes: 'Viewers see quotes',
  dataVisibility: 'They see',
  identityMode: 'Toward solutions',
  permissions: 'They may work on',
  startDate: 'Start of the work',
  deadline: 'Answers until',
  anonymous: 'Anonymous',
  added: 'Solutions added',
  removed: 'Solutions removed',
  statedFor: 'Rate of',
  visibility: 'Who sees it',
  reason: 'Reason',
  email: 'Email',
  domain: 'Email domain',
}

/** `customFact` is "Custom fact". */
const capitalized = (name: string) =>
  name
    .replace(/^./, (first) => first.toUpperCase())
    .replace(/[A-Z]/g, (letter, at) => (at ? ` ${letter.toLowerCase()}` : letter))

function inWords(name: string, value: unknown): string {
  if (isNothing(value)) return name === 'inviteExpiryDays' ? 'as long as is usual' : NOTHING
  const told = words[name]?.(value as never)
  return shortened(told ?? plainly(value))
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const shortened = (text: string) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}… (the whole text is in the CSV)` : text

type Named = Record<string, { label: string } | undefined>
const labelIn = (all: object) => (key: string) => (all as Named)[key]?.label ?? key
const nameIn = (all: object) => (key: string) => (all as Record<string, string | undefined>)[key] ?? key

const words: Record<string, (value: never) => string> = {
  permissions: (names: string[]) => names.map(labelIn(grants)).join(', '),
  dataVisibility: labelIn(dataVisibilities),
  identityMode: labelIn(identityModes),
  role: nameIn(roles),
  kind: nameIn({ ...briefKinds, buyer: 'Buyer', solution: 'Solution' }),
  status: capitalized,
  visibility: nameIn({ personal: 'Only its author', team: 'Team only', shared: 'Shared' }),
  inviteExpiryDays: (days: number) => `${days} ${days === 1 ? 'day' : 'days'}`,
  startDate: (day: string) => longDate(new Date(`${day}T00:00:00Z`), 'UTC'),
  statedFor: (day: string) => longDate(new Date(`${day}T00:00:00Z`), 'UTC'),
  deadline: (at: string) => wholeInstant(new Date(at)),
  budget: ({ min, max, currency }: Budget) => budgetText(min, max, currency),
  questions: (questions: { text: string }[]) => questions.map(({ text }, at) => `${at + 1}. ${text}`).join('\n'),
  outcomes: (lines: string[]) => lines.map((line) => line.replace('not_selected', 'not selected')).join('\n'),
}

type Budget = { min: number | null; max: number | null; currency: string }

function budgetText(min: number | null, max: number | null, currency: string): string {
  const [from, to] = [min, max].map((amount) => (amount === null ? null : moneyText(amount, currency)))
  if (from && to) return `${from} to ${to}`
  return from ? `from ${from}` : to ? `up to ${to}` : currency
}

/** What has no words of its own: never as the machine writes it. */
function plainly(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(plainly).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .filter(([name]) => !/(^id|Id)$/.test(name))
    .map(([name, one]) => `${capitalized(name)}: ${inWords(name, one)}`)
    .join(', ')
}
