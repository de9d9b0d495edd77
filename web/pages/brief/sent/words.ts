import type { Brief } from '../../../../shared/briefs.ts'

type Recipients = Brief['recipients']

const inOrder = [
  ['responded', 'responded'],
  ['declined', 'declined'],
  ['viewed', 'viewed'],
  ['sent', 'not viewed yet'],
  ['mail_failed', 'mail failed'],
] as const

/** `2 of 5` */
export const answeredOf = (recipients: Recipients): string =>
  `${recipients.filter(({ state }) => state === 'responded').length} of ${recipients.length}`

/** `3 solutions: 1 responded, 2 viewed`, in the order of what is furthest. */
export function inStates(recipients: Recipients): string {
  const count = (state: string) => recipients.filter((it) => it.state === state).length
  const told = inOrder.flatMap(([state, words]) => (count(state) > 0 ? [`${count(state)} ${words}`] : []))
  return `${recipients.length === 1 ? '1 solution' : `${recipients.length} solutions`}: ${told.join(', ')}`
}

/** `Crewline, Kindred and Talentbridge` */
export const namesText = (names: string[]): string => new Intl.ListFormat('en-GB').format(names)

/** What a recipient is told when an outcome is said: the words of the mail. */
export const outcomeTold = (asker: string) => ({
  selected: `${asker} chose them`,
  not_selected: `${asker} chose another way this time`,
})

/** Those to whom an outcome can still be said. */
export const undecided = (recipients: Recipients): Recipients => recipients.filter(({ outcome }) => outcome === null)
