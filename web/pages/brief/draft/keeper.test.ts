import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Brief } from '../../../../shared/briefs.ts'
import { draftKept } from '../../../kept-drafts.ts'
import { ProblemError } from '../../../problem.ts'
import { uuid } from '../../../testing-workspace.tsx'
import { createKeeper, PAUSE_MS } from './keeper.ts'
import { draft } from './testing-draft.ts'

const of = { user: uuid(1), org: 'meridian-health', id: draft.id }
beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

const problem = (status: number, code: string, errors: { path: string; message: string }[] = []) =>
  new ProblemError({ type: '', title: code, status, code, errors: errors.map((it) => ({ ...it, code })) })

/** A server with versions; `next` is what the next attempt meets. */
function opened(start: Brief = draft) {
  let now = start
  const met: Error[] = []
  const sent: object[] = []
  const edith = (more: Partial<Brief>) => {
    now = { ...now, ...more, version: now.version + 1, changedBy: { name: 'Edith Lang', own: false } }
    return now
  }
  const keeper = createKeeper({
    brief: start,
    of,
    async save(given, version) {
      sent.push(given)
      const refusal = met.shift()
      if (refusal) throw refusal
      if (version !== now.version) throw problem(412, 'version_conflict')
      now = { ...now, ...(given as Partial<Brief>), version: version + 1, changedBy: draft.changedBy }
      return now
    },
    lookAgain: async () => now,
  })
  keeper.open()
  return { keeper, sent, met, edith, now: () => now }
}

const pause = (ms = PAUSE_MS) => vi.advanceTimersByTimeAsync(ms)

test('autosave: a second after the typing stops only what changed is sent, and nothing is sent twice', async () => {
  const { keeper, sent } = opened()
  keeper.change({ title: 'Night' })
  await pause(PAUSE_MS / 2)
  keeper.change({ title: 'Night shifts in  the north ' })
  expect(keeper.snapshot().state).toBe('saving')
  await pause(PAUSE_MS / 2)
  expect(sent).toEqual([])
  await pause()
  expect(sent).toEqual([{ title: 'Night shifts in the north' }])
  expect(keeper.snapshot()).toMatchObject({ state: 'saved', typed: { title: 'Night shifts in  the north ' } })
  await pause(60_000)
  expect(sent).toHaveLength(1)
})

test('what is typed back to what it was is nothing to save', async () => {
  const { keeper, sent } = opened()
  keeper.change({ title: 'Other' })
  keeper.change({ title: 'Night shifts ' })
  await pause()
  expect(sent).toEqual([])
  expect(draftKept(of)).toBeNull()
})

test('crash: what is not acknowledged is there again when the page is opened anew, and gone once it is acknowledged', async () => {
  opened().keeper.change({ description: 'In four cities.' })
  const { keeper, sent } = opened()
  expect(keeper.snapshot()).toMatchObject({ isRestored: true, typed: { description: 'In four cities.' } })
  await pause()
  expect(sent).toEqual([{ description: 'In four cities.' }])
  expect(draftKept(of)).toBeNull()
})

test('crash: what somebody else changed meanwhile is not replaced behind their back', async () => {
  opened().keeper.change({ description: 'In four cities.', title: 'Nights' })
  const theirs: Brief = {
    ...draft,
    version: 4,
    description: 'In five cities.',
    changedBy: { name: 'Edith Lang', own: false },
  }
  const { keeper, sent } = opened(theirs)
  expect(keeper.snapshot().conflicts).toEqual([{ field: 'description', by: 'Edith Lang' }])
  await pause()
  expect(sent).toEqual([{ title: 'Nights' }])
  expect(keeper.snapshot()).toMatchObject({ state: 'unsaved', typed: { description: 'In four cities.' } })
})

test('crash: discarding what was put back says on the server again what it said', async () => {
  opened().keeper.change({ description: 'In four cities.' })
  const { keeper, now } = opened()
  await pause()
  keeper.discardRestored()
  await pause()
  expect(now().description).toBe('In three cities.')
  expect(keeper.snapshot()).toMatchObject({ isRestored: false, state: 'saved' })
})

test('conflict: other fields are taken over and the own ones saved; nobody is asked', async () => {
  const { keeper, edith, now } = opened()
  edith({ description: 'In five cities.' })
  keeper.change({ title: 'Nights' })
  await pause()
  expect(now()).toMatchObject({ title: 'Nights', description: 'In five cities.' })
  expect(keeper.snapshot()).toMatchObject({ state: 'saved', conflicts: [], typed: { description: 'In five cities.' } })
})

test('conflict: the same field is kept as it was typed, says who changed it, and is saved when one says so', async () => {
  const { keeper, edith, now } = opened()
  edith({ title: 'Evenings' })
  keeper.change({ title: 'Nights' })
  await pause()
  expect(now().title).toBe('Evenings')
  expect(keeper.snapshot()).toMatchObject({
    conflicts: [{ field: 'title', by: 'Edith Lang' }],
    typed: { title: 'Nights' },
    state: 'unsaved',
  })
  keeper.keepMine('title')
  await pause()
  expect(now().title).toBe('Nights')
})

test('conflict: taking theirs leaves nothing unsaved', async () => {
  const { keeper, edith, now } = opened()
  keeper.change({ title: 'Nights' })
  keeper.follow(edith({ title: 'Evenings' }))
  keeper.takeTheirs('title')
  await pause()
  expect(keeper.snapshot()).toMatchObject({ typed: { title: 'Evenings' }, state: 'saved', conflicts: [] })
  expect(now().title).toBe('Evenings')
  expect(draftKept(of)).toBeNull()
})

test('the stream tells of our own change before its answer: that is no conflict', async () => {
  let answer = (_: Brief) => {}
  const keeper = createKeeper({
    brief: draft,
    of,
    save: () => new Promise((resolve) => (answer = resolve)),
    lookAgain: async () => draft,
  })
  keeper.open()
  keeper.change({ title: 'Nights' })
  await pause()
  keeper.change({ title: 'Nights and evenings' })
  keeper.follow({ ...draft, title: 'Nights', version: 4 })
  answer({ ...draft, title: 'Nights', version: 4 })
  await pause(0)
  expect(keeper.snapshot()).toMatchObject({ conflicts: [], typed: { title: 'Nights and evenings' } })
})

test('refusal: what the server refuses stands at its field, and all the rest is saved', async () => {
  const { keeper, sent, met, now } = opened()
  met.push(problem(422, 'invalid_input', [{ path: 'budget.max', message: 'The highest amount is below the lowest.' }]))
  keeper.change({ budget: { min: '200', max: '100', currency: 'EUR' }, title: 'Nights' })
  await pause()
  expect(keeper.snapshot().errors).toEqual({ 'budget.max': 'The highest amount is below the lowest.' })
  expect(sent).toHaveLength(2)
  expect(now().title).toBe('Nights')
  keeper.change({ budget: { min: '200', max: '300', currency: 'EUR' } })
  await pause()
  expect(keeper.snapshot()).toMatchObject({ errors: {}, state: 'saved' })
  expect(now().budget).toEqual({ min: 20_000, max: 30_000, currency: 'EUR' })
})

test('a broken line: it says so, tries again by itself, and keeps what was typed until then', async () => {
  const { keeper, met, now } = opened()
  met.push(problem(0, 'network'), problem(503, 'unavailable'))
  keeper.change({ title: 'Nights' })
  await pause()
  expect(keeper.snapshot()).toMatchObject({ state: 'unsaved', failure: { status: 0 } })
  expect(draftKept(of)).toMatchObject({ typed: { title: 'Nights' } })
  await pause(60_000)
  expect(keeper.snapshot()).toMatchObject({ state: 'saved', failure: null })
  expect(now().title).toBe('Nights')
  expect(draftKept(of)).toBeNull()
})

test.each([
  ['2027-03-28', '02:30', undefined],
  ['2027-10-31', '02:30', '2027-10-31T00:30:00.000Z'],
  ['2027-01-15', '17:00', '2027-01-15T16:00:00.000Z'],
])('DST: %s %s in Berlin is saved as %s', async (date, time, instant) => {
  const { keeper, now } = opened()
  keeper.change({ deadline: { date, time, zone: 'Europe/Berlin', isSecond: false } })
  await pause()
  expect(now().deadline ?? undefined).toBe(instant)
  expect('deadline.time' in keeper.snapshot().errors).toBe(instant === undefined)
})

test('DST: of two equal times the second can be meant, and is read again as the second', async () => {
  const { keeper, now } = opened()
  keeper.change({ deadline: { date: '2027-10-31', time: '02:30', zone: 'Europe/Berlin', isSecond: true } })
  await pause()
  expect(now().deadline).toBe('2027-10-31T01:30:00.000Z')
  expect(opened(now()).keeper.snapshot().typed.deadline.isSecond).toBe(true)
})

test('money: amounts go out in whole minor units of their currency, and what is none is told at its field', async () => {
  const { keeper, now } = opened()
  keeper.change({ budget: { min: '1.250,50', max: '1 000 000', currency: 'EUR' } })
  await pause()
  expect(now().budget).toEqual({ min: 125_050, max: 100_000_000, currency: 'EUR' })
  keeper.change({ budget: { min: '12.5', max: '', currency: 'JPY' } })
  expect(keeper.snapshot().errors).toEqual({ 'budget.min': 'Enter an amount in JPY.' })
})

test('whoever leaves the page sends what is left on its way', async () => {
  const { keeper, now } = opened()
  const leave = keeper.open()
  keeper.change({ title: 'Nights' })
  leave()
  await pause(0)
  expect(now().title).toBe('Nights')
  expect(draftKept(of)).toBeNull()
})

test('of a draft that was deleted or sent nothing is saved or kept', async () => {
  const { keeper, sent } = opened()
  keeper.change({ title: 'Nights' })
  keeper.drop()
  await pause(60_000)
  expect(sent).toEqual([])
  expect(draftKept(of)).toBeNull()
})
