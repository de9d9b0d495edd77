import { describe, expect, test } from 'vitest'
import { addRecipients, changeBrief, closeBrief, stateRate } from './briefs.ts'

const org = 'meridian'
const one = '018f0000-0000-7000-8000-00000000000a'
const other = '018f0000-0000-7000-8000-00000000000b'
const change = (given: object) => changeBrief.input.safeParse({ org, id: one, ...given })
const wordsOf = (parsed: { error?: { issues: { message: string }[] } }) =>
  parsed.error?.issues.map(({ message }) => message)

describe('SPEC 5: choices of a question', () => {
  const choicesOf = (choices: string[], type = 'choice') =>
    change({ questions: [{ text: 'Who pays?', type, choices }] }).data?.questions?.[0]?.choices

  test('SPEC 5: an empty line is no choice, because nobody could choose it', () => {
    expect(choicesOf(['', 'A'])).toEqual(['A'])
    expect(choicesOf([' ', 'A', '\n', ' B ', ''])).toEqual(['A', 'B'])
    expect(choicesOf(['', ''])).toEqual([])
    expect(choicesOf([''], 'text')).toEqual([])
  })

  test('SPEC 5: two that are the same, once written alike, are refused', () => {
    expect(choicesOf(['Café', 'Cafe\u0301'])).toBeUndefined()
    expect(wordsOf(change({ questions: [{ text: '', type: 'choice', choices: ['A', ' A'] }] }))).toEqual([
      'Two choices are the same.',
    ])
  })
})

describe('ABUSE 54: one solution, named once', () => {
  const close = (...solutionIds: string[]) =>
    closeBrief.input.safeParse({
      org,
      id: one,
      outcomes: solutionIds.map((solutionId, place) => ({
        solutionId,
        outcome: place === 0 ? 'selected' : 'not_selected',
      })),
    })

  test('ABUSE 54: nobody is selected and not selected at once, in whatever letters they are named', () => {
    expect(close(one, other).success).toBe(true)
    for (const again of [one, one.toUpperCase()])
      expect(wordsOf(close(one, other, again))).toEqual(['One solution is named twice.'])
  })

  test('ABUSE 54: a recipient that is named twice is one recipient', () => {
    const solutionIds = [other, one, other.toUpperCase()]
    expect(change({ solutionIds }).data?.solutionIds).toEqual([other, one])
    expect(addRecipients.input.parse({ org, id: one, solutionIds }).solutionIds).toEqual([other, one])
    expect(wordsOf(addRecipients.input.safeParse({ org, id: one, solutionIds: [] }))).toEqual([
      'Choose at least one solution.',
    ])
  })
})

describe('R21: days and moments of a brief', () => {
  test.each([
    ['startDate', '0000-01-01'],
    ['startDate', '1899-12-31'],
    ['deadline', '0000-01-01T00:00:00Z'],
    ['deadline', '9999-12-31T23:59:59-23:59'],
  ])('R21: %s %s is refused in words', (field, value) => {
    expect(wordsOf(change({ [field]: value }))).toEqual(['Choose a day from 1900 to 9999.'])
  })

  test('R21: a rate is stated for a day that exists', () => {
    const rate = { org, from: 'SEK', to: 'EUR', rate: '0.09' }
    expect(wordsOf(stateRate.input.safeParse({ ...rate, statedFor: '0000-01-01' }))).toEqual([
      'Choose a day from 1900 to 9999.',
    ])
    expect(stateRate.input.safeParse({ ...rate, statedFor: '2026-11-23' }).success).toBe(true)
  })
})
