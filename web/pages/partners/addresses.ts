import type { Problem } from '../../../shared/errors.ts'

/** Addresses out of a pasted text: each once, in the order they came, whatever stands between them. */
export function splitAddresses(text: string): string[] {
  const addresses = new Map<string, string>()
  for (const address of text.split(/[\s,;]+/).filter(Boolean)) {
    const key = address.toLowerCase()
    if (!addresses.has(key)) addresses.set(key, address)
  }
  return [...addresses.values()]
}

type Result = { email: string; problem?: Problem | undefined }

/** What needs somebody comes first; within that, the order in which the addresses were given. */
export const failuresFirst = <R extends Result>(results: R[]): R[] => [
  ...results.filter(({ problem }) => problem),
  ...results.filter(({ problem }) => !problem),
]

/** The addresses that were refused, as a text to correct. */
export const failedAddresses = (results: Result[]): string =>
  results
    .filter(({ problem }) => problem)
    .map(({ email }) => email)
    .join('\n')
