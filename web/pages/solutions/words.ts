import type { z } from 'zod'
import type { searchSolutions } from '../../../shared/solutions.ts'
import { isProblem } from '../../problem.ts'

type Found = Pick<z.output<typeof searchSolutions.reply>, 'total' | 'totalIsLeast'>

const number = (count: number) => count.toLocaleString('en-GB')
export const solutionsIn = (count: number): string => (count === 1 ? '1 solution' : `${number(count)} solutions`)

/** "6 of 61 solutions": how many were found, of how many there are, where one knows. */
export function foundWords({ total, totalIsLeast }: Found, all: number | null): string {
  const found = total ?? 0
  const told = all !== null && all > found ? `${number(found)} of ${solutionsIn(all)}` : solutionsIn(found)
  return totalIsLeast ? `More than ${told}` : told
}

/** Where nothing was typed, a broken line keeps no text either. Whatever else was refused, the server says. */
export const refusalWords = (error: Error) =>
  isProblem(error) && !error.passing ? error.message : 'We could not save this. Try again.'

/** The first few of many, and how many are left. */
export const shorten = (values: string[], most: number) => ({
  first: values.slice(0, most),
  left: Math.max(values.length - most, 0),
})

/** "Nordics, DACH, Poland +3" */
export function inShort(values: string[], most = 3) {
  const { first, left } = shorten(values, most)
  return [first.join(', '), left > 0 && `+${left}`].filter(Boolean).join(' ')
}
