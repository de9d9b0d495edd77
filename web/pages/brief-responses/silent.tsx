import type { Brief } from '../../../shared/briefs.ts'
import { namesText } from '../brief/sent/words.ts'
import styles from './responses.module.css'

/** Who stands in no column, and why. */
export function Silent({ recipients }: { recipients: Brief['recipients'] }) {
  const declined = recipients.filter(({ state }) => state === 'declined')
  const waiting = recipients.filter(({ state }) => state !== 'declined' && state !== 'responded')
  if (declined.length + waiting.length === 0) return null
  return (
    <ul className={styles.silent}>
      {declined.map(({ solutionId, solution, declineReason }) => (
        <li key={solutionId}>
          {solution.name} declined{declineReason ? `: “${declineReason}”` : '.'}
        </li>
      ))}
      {waiting.length > 0 && (
        <li>
          {namesText(waiting.map(({ solution }) => solution.name))} {waiting.length === 1 ? 'has' : 'have'} not
          answered.
        </li>
      )}
    </ul>
  )
}
