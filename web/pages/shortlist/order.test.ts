import { expect, test } from 'vitest'
import { solution } from '../../testing-workspace.tsx'
import { idsOf, inOrder, movedBetween } from './order.ts'
import { createOwnChanges } from './own-changes.ts'
import { crewline, fieldforce, four, item, kindred, talentbridge } from './testing-shortlist.tsx'

const nuvio = item(solution(5, 'Nuvio'))
const ordered = (...ids: string[]) => ids.map((id) => four.find(({ solutionId }) => solutionId === id)!)

test('what came meanwhile stands at the end of the order one wanted, and what went is not there', () => {
  const now = [nuvio, ...ordered(crewline, kindred, talentbridge)]
  expect(idsOf(inOrder(now, [talentbridge, fieldforce, crewline, kindred]))).toEqual([
    talentbridge,
    crewline,
    kindred,
    nuvio.solutionId,
  ])
})

test.each([
  ['one moved from the end to the front', ordered(fieldforce, crewline, kindred, talentbridge), [fieldforce]],
  ['one was added', [...four, nuvio], [nuvio.solutionId]],
  ['one says something else', four.map((it, at) => (at === 1 ? { ...it, reason: 'New' } : it)), [kindred]],
  ['one was taken off', ordered(kindred, talentbridge, fieldforce), []],
])('what is told as new: %s', (_, now, told) => expect(movedBetween(four, now)).toEqual(told))

test('our own changes lead from the version that was seen to the one they made', () => {
  const changes = createOwnChanges()
  changes.remember(3, 4)
  changes.remember(4, 5)
  expect([changes.reach(3), changes.reach(5), changes.reach(2)]).toEqual([5, 5, 2])
})

test("somebody else's change between two of our own breaks the chain", () => {
  const changes = createOwnChanges()
  changes.remember(3, 5)
  expect(changes.reach(3)).toBe(3)
  expect(changes.isOurs(5)).toBe(true)
})
