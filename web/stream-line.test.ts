import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Ear, keepLine, LOOK_EVERY_MS } from './stream-line.ts'
import { Line, lookAt, openLines, takeLines } from './testing-stream.ts'

let said: string[]
const ends: (() => void)[] = []
beforeEach(() => {
  takeLines()
  said = []
  vi.useFakeTimers()
})
afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const ear: Ear = {
  lookAgain: () => said.push('look again'),
  changed: ({ what, id }) => said.push(['changed', what, id].filter(Boolean).join(' ')),
  notified: () => said.push('notified'),
  ended: (why) => said.push(why),
}

async function keep(org: string | null = 'meridian-health') {
  const end = keepLine(org, ear)
  ends.push(end)
  await settle()
  return end
}
const settle = () => vi.advanceTimersByTimeAsync(0)
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('one line a page', () => {
  test('asks for the workspace that is open, and between organizations for none', async () => {
    await keep()
    await keep(null)
    expect(Line.all.map(({ url }) => url)).toEqual(['/api/v1/stream?org=meridian-health', '/api/v1/stream'])
  })

  test('what happened before it opened, and while it was broken, is not known: look again', async () => {
    await keep()
    Line.newest.open()
    Line.newest.break()
    Line.newest.open()
    expect(said).toEqual(['look again', 'look again'])
    expect(Line.all).toHaveLength(1)
  })

  test('says what it hears, and what it does not understand is a reason to look', async () => {
    await keep()
    const id = '01900000-0000-7000-b001-000000000001'
    Line.newest.say('changed', { what: 'shortlist', id })
    Line.newest.say('changed', { what: 'something of next year' })
    Line.newest.say('notification')
    expect(said).toEqual([`changed shortlist ${id}`, 'look again', 'notified'])
  })

  test('is hung up when the page leaves, and then nobody looks any more', async () => {
    const end = await keep()
    end()
    await wait(LOOK_EVERY_MS * 2)
    expect(openLines()).toEqual([])
    expect(said).toEqual([])
  })
})

describe('while there is none', () => {
  test('every 15 seconds somebody looks, and tries again', async () => {
    await keep()
    Line.newest.open()
    Line.newest.refuse()
    expect(said).toEqual(['look again', 'look again'])
    await wait(LOOK_EVERY_MS)
    expect(said).toHaveLength(3)
    expect(Line.all).toHaveLength(2)
    Line.newest.open()
    await wait(LOOK_EVERY_MS * 3)
    expect(said).toHaveLength(4)
  })

  test('also while the browser tries by itself, without a second line', async () => {
    await keep()
    Line.newest.open()
    Line.newest.break()
    await wait(LOOK_EVERY_MS)
    expect(said).toEqual(['look again', 'look again'])
    expect(Line.all).toHaveLength(1)
  })

  test('also in a browser that knows no streams', async () => {
    vi.stubGlobal('EventSource', undefined)
    await keep()
    await wait(LOOK_EVERY_MS)
    expect(said).toEqual(['look again'])
  })
})

describe('a browser has six connections to a server', () => {
  test('a hidden page gives its line up and does not look; who comes back to it gets a new one', async () => {
    await keep()
    Line.newest.open()
    lookAt('hidden')
    expect(openLines()).toEqual([])
    await wait(LOOK_EVERY_MS * 2)
    expect(said).toEqual(['look again'])
    lookAt('visible')
    await settle()
    Line.newest.open()
    expect(said).toEqual(['look again', 'look again'])
  })

  test('of many visible pages four hold a line; the others look for themselves until one is free', async () => {
    vi.stubGlobal('navigator', { locks: oneHolderEach() })
    const first = await keep()
    for (let page = 2; page <= 6; page++) await keep()
    expect(openLines()).toHaveLength(4)
    for (const line of openLines()) line.open()
    said = []
    await wait(LOOK_EVERY_MS)
    expect(said).toEqual(['look again', 'look again'])
    first()
    await wait(LOOK_EVERY_MS)
    expect(openLines()).toHaveLength(4)
  })

  test('a page that leaves before it has its place gives the place back', async () => {
    vi.stubGlobal('navigator', { locks: oneHolderEach() })
    for (let page = 1; page <= 8; page++) keepLine('meridian-health', ear)()
    await settle()
    await keep()
    expect(openLines()).toHaveLength(1)
  })
})

/** The browser's locks, as far as they are used: at most one holder of a name, and nobody waits. */
function oneHolderEach() {
  const held = new Set<string>()
  return {
    async request(name: string, _: { ifAvailable: true }, work: (lock: object | null) => unknown) {
      if (held.has(name)) return work(null)
      held.add(name)
      await work({})
      held.delete(name)
    },
  }
}
