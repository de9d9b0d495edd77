import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshTown } from '../../town/town.ts'
import { inTransaction, type Tx } from '../db/db.ts'
import { closeTie, holdTie } from './lock.ts'

let town: Awaited<ReturnType<typeof freshTown>>
beforeAll(async () => {
  town = await freshTown()
})
afterAll(() => town.drop())

const one = '01900000-0000-7000-b000-000000000001'
const other = '01900000-0000-7000-b000-000000000002'

/** A transaction that stays open until told; `begun` is when it has its lock. */
function transaction(work: (tx: Tx) => Promise<unknown>) {
  const begun = Promise.withResolvers<void>()
  const told = Promise.withResolvers<void>()
  let has = false
  const ended = inTransaction(town.db, async (tx) => {
    await work(tx)
    has = true
    begun.resolve()
    await told.promise
  })
  const end = () => {
    told.resolve()
    return ended
  }
  return { begun: begun.promise, hasBegun: () => has, end }
}
const inAWhile = () => sleep(150)

test('G2: writes under one tie do not wait for each other', async () => {
  const writes = [1, 2, 3].map(() => transaction((tx) => holdTie(tx, one)))
  await Promise.all(writes.map(({ begun }) => begun))
  await Promise.all(writes.map(({ end }) => end()))
})

test('G2: who takes the right away waits for the writes that have begun, and lets no new one in before it has ended', async () => {
  const write = transaction((tx) => holdTie(tx, one))
  await write.begun
  const revoke = transaction((tx) => closeTie(tx, one))
  await inAWhile()
  expect(revoke.hasBegun()).toBe(false)
  // Writers that keep coming do not starve it: they wait behind.
  const late = transaction((tx) => holdTie(tx, one))
  await inAWhile()
  expect(late.hasBegun()).toBe(false)
  await write.end()
  await revoke.begun
  expect(late.hasBegun()).toBe(false)
  await revoke.end()
  await late.begun
  await late.end()
})

test('G2: another tie is not concerned', async () => {
  const revoke = transaction((tx) => closeTie(tx, one))
  await revoke.begun
  const write = transaction((tx) => holdTie(tx, other))
  await write.begun
  await Promise.all([write.end(), revoke.end()])
})

test('G2: a transaction that fails lets go', async () => {
  await inTransaction(town.db, async (tx) => {
    await closeTie(tx, one)
    throw new Error('undone')
  }).catch(() => {})
  const write = transaction((tx) => holdTie(tx, one))
  await write.begun
  await write.end()
})
