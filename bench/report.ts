import { loadavg } from 'node:os'
import type { Scenario, Score } from './contestants.ts'
import { median } from './measure.ts'

/** All rounds of one contestant in one scenario at one number of connections. */
export type Cell = { scenario: Scenario; connections: number; name: string; scores: Score[] }

type Target = { words: string; scenario: Scenario; against: string; connections: number; atLeast: number }

/** What we promise ourselves, at 32 connections. */
const targets: Target[] = [
  { words: 'Invite, times the peer', scenario: 'invite', against: 'better-auth', connections: 32, atLeast: 4 },
  { words: 'List 20 of 100, times the peer', scenario: 'list 20', against: 'better-auth', connections: 32, atLeast: 8 },
  ...(['team, 20 of 1M', 'partner, 20 of 1M'] as const).map((scenario) => ({
    words: `Shortlists (${scenario}), share of their bare statements`,
    scenario,
    against: 'statements',
    connections: 32,
    atLeast: 0.5,
  })),
  ...(['send to 50', 'responses'] as const).map((scenario) => ({
    words: `Briefs (${scenario}), share of bare statements`,
    scenario,
    against: 'statements',
    connections: 32,
    atLeast: 0.5,
  })),
  {
    words: 'List, share of its bare statements',
    scenario: 'list 20',
    against: 'statements',
    connections: 32,
    atLeast: 0.5,
  },
]

type Growth = { words: string; smallest: Scenario; largest: Scenario; atMost: number }

/** What more rows may cost: p50 at the largest, as a multiple of the smallest. */
const growths: Growth[] = (['team', 'partner'] as const).map((who) => ({
  words: `Shortlists as ${who}, p50 with a million against a thousand`,
  smallest: `${who}, 20 of 1k`,
  largest: `${who}, 20 of 1M`,
  atMost: 1.3,
}))

export function report(cells: Cell[], machine: string[]): string {
  return [
    ...machine,
    '',
    table(
      [
        'scenario',
        'connections',
        'who',
        'requests/s',
        'p50 ms',
        'p99 ms',
        'spread',
        'server CPU ms',
        'database CPU ms',
        'errors',
      ],
      cells.map(lineOf),
    ),
    '',
    'We, times the others (median of the ratios inside each round; lowest to highest round):',
    '',
    table(['scenario', 'connections', 'against', 'ratio', 'rounds'], ratioLines(cells)),
    '',
    ...targets.map((target) => verdict(cells, target)),
    ...growths.flatMap((growth) => [1, 32].map((connections) => growthOf(cells, growth, connections))),
  ].join('\n')
}

const lineOf = ({ scenario, connections, name, scores }: Cell): string[] => [
  scenario,
  String(connections),
  name,
  middle(scores, 'perSecond').toFixed(0),
  middle(scores, 'p50').toFixed(2),
  middle(scores, 'p99').toFixed(2),
  `${(spread(scores.map(({ perSecond }) => perSecond)) * 100).toFixed(0)} %`,
  middle(scores, 'serverTime').toFixed(2),
  middle(scores, 'databaseTime').toFixed(2),
  String(scores.reduce((sum, { errors }) => sum + errors, 0)),
]

const middle = (scores: Score[], what: Exclude<keyof Score, 'sample'>) => median(scores.map((score) => score[what]))

/** Highest round minus lowest, as a share of the middle one: how much the machine was disturbed. */
const spread = (numbers: number[]) => (Math.max(...numbers) - Math.min(...numbers)) / median(numbers)

function ratioLines(cells: Cell[]): string[][] {
  const ours = cells.filter(({ name }) => name === 'ours')
  return ours.flatMap((cell) =>
    cells
      .filter((other) => other.name !== 'ours' && sameRace(other, cell))
      .map((other) => {
        const ratios = ratiosOf(cell, other)
        const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
        return [cell.scenario, String(cell.connections), other.name, median(ratios).toFixed(2), range]
      }),
  )
}

const sameRace = (one: Cell, other: Cell) => one.scenario === other.scenario && one.connections === other.connections

/** Round by round: those two ran within seconds of each other, so noise hits both. */
const ratiosOf = (ours: Cell, other: Cell): number[] =>
  ours.scores.map(({ perSecond }, round) => perSecond / other.scores[round]!.perSecond)

function verdict(cells: Cell[], { words, scenario, against, connections, atLeast }: Target): string {
  const find = (name: string) =>
    cells.find((cell) => cell.name === name && cell.scenario === scenario && cell.connections === connections)
  const [ours, other] = [find('ours'), find(against)]
  if (!ours || !other) return `- ${words}: not measured`
  const ratio = median(ratiosOf(ours, other))
  return `- ${words} at ${connections} connections: ${ratio.toFixed(2)}, wanted ${atLeast} or more: ${ratio >= atLeast ? 'met' : 'MISSED'}`
}

function growthOf(cells: Cell[], { words, smallest, largest, atMost }: Growth, connections: number): string {
  const find = (scenario: Scenario) =>
    cells.find((cell) => cell.name === 'ours' && cell.scenario === scenario && cell.connections === connections)
  const [small, large] = [find(smallest), find(largest)]
  if (!small || !large) return `- ${words}: not measured`
  const ratio = median(large.scores.map(({ p50 }, round) => p50 / small.scores[round]!.p50))
  return `- ${words}, ${connections} connections: ${ratio.toFixed(2)}, wanted ${atMost} or less: ${ratio <= atMost ? 'met' : 'MISSED'}`
}

function table(head: string[], lines: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]!.length)))
  const row = (texts: string[]) => `| ${texts.map((text, column) => text.padEnd(widths[column]!)).join(' | ')} |`
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n')
}

/** How busy the machine is, us included: the middle one of the system's three averages covers five minutes. */
export const load = (): string =>
  loadavg()
    .slice(0, 2)
    .map((average) => average.toFixed(1))
    .join(' / ')
