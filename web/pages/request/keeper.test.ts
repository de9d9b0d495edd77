import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Draft } from '../../../shared/requests.ts'
import { createKeeper, type Keeping } from './keeper.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const saying = (message: string): Draft => ({ message, answers: [], quote: null })

/** A server that answers when told to. */
function started() {
  const sent: string[] = []
  const waiting: { answer: () => void; refuse: () => void }[] = []
  const told: Keeping[] = []
  const keeper = createKeeper({
    send: ({ message }) =>
      new Promise<void>((resolve, reject) => {
        sent.push(message)
        waiting.push({ answer: resolve, refuse: () => reject(new Error('no line')) })
      }),
    onChange: (keeping) => told.push(keeping),
  })
  const next = async (how: 'answer' | 'refuse' = 'answer') => {
    waiting.shift()![how]()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { keeper, sent, told, next }
}

test('what is typed is kept once one stops for a second', async () => {
  const { keeper, sent, told, next } = started()
  keeper.typed(saying('H'))
  await vi.advanceTimersByTimeAsync(900)
  keeper.typed(saying('Hello'))
  await vi.advanceTimersByTimeAsync(900)
  expect(sent).toEqual([])
  await vi.advanceTimersByTimeAsync(100)
  await next()
  expect(sent).toEqual(['Hello'])
  expect(told).toEqual(['typing', 'typing', 'keeping', 'kept'])
})

test('one request at a time: what is typed meanwhile follows, so that an older text never arrives last', async () => {
  const { keeper, sent, told, next } = started()
  keeper.typed(saying('first'))
  await vi.advanceTimersByTimeAsync(1000)
  keeper.typed(saying('second'))
  await vi.advanceTimersByTimeAsync(5000)
  expect(sent).toEqual(['first'])
  await next()
  expect(sent).toEqual(['first', 'second'])
  expect(told.at(-1)).toBe('keeping')
  await next()
  expect(told.at(-1)).toBe('kept')
})

test('after a broken line nothing is lost: the same text is tried again', async () => {
  const { keeper, sent, told, next } = started()
  keeper.typed(saying('Hello'))
  await vi.advanceTimersByTimeAsync(1000)
  await next('refuse')
  expect(told.at(-1)).toBeInstanceOf(Error)
  keeper.tryAgainLater()
  await vi.advanceTimersByTimeAsync(10_000)
  await next()
  expect(sent).toEqual(['Hello', 'Hello'])
  expect(told.at(-1)).toBe('kept')
})

test('who leaves is told whether all of it is kept', async () => {
  const { keeper, next } = started()
  expect(await keeper.keepNow()).toBe(true)
  keeper.typed(saying('Hello'))
  const refused = keeper.keepNow()
  await next('refuse')
  expect(await refused).toBe(false)
  const kept = keeper.keepNow()
  await next()
  expect(await kept).toBe(true)
})

test('what was sent as an answer is not kept again afterwards', async () => {
  const { keeper, sent, told, next } = started()
  keeper.typed(saying('on its way'))
  await vi.advanceTimersByTimeAsync(1000)
  keeper.typed(saying('newer'))
  const forgotten = keeper.forget()
  await next()
  await forgotten
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual(['on its way'])
  expect(told.at(-1)).toBeNull()
})
