import { Text } from '@mantine/core'
import type { z } from 'zod'
import type { Quote } from '../../../shared/briefs.ts'
import { quotedText, totalOf } from '../../../shared/money.ts'
import type { Standing } from './ranking.ts'
import styles from './responses.module.css'
import { convertedText, isExpired, standingText, validText } from './words.ts'

type Quoted = z.infer<typeof Quote>

type TotalProps = { quote: Quoted | null; standing: Standing | undefined; severalModels: boolean }

/** The amount first; how it stands is said in words, and never by a colour. */
export function Total({ quote, standing, severalModels }: TotalProps) {
  if (!quote) return <Nothing>No quote</Nothing>
  const converted = standing?.kind === 'ranked' ? convertedText(standing) : null
  return (
    <>
      <span className={styles.total}>{quotedText(quote.total, quote)}</span>
      {converted && <span className={styles.quiet}>{converted}</span>}
      {standing && <span className={styles.quiet}>{standingText(standing, quote, severalModels)}</span>}
      {isExpired(quote) && <span className={styles.quiet}>{validText(quote)}</span>}
    </>
  )
}

export const Lines = ({ quote }: { quote: Quoted }) => (
  <dl className={styles.lines}>
    {quote.lineItems.map((line, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one version of an answer never change
      <LineItem key={place} line={line} quote={quote} />
    ))}
  </dl>
)

const LineItem = ({ line, quote }: { line: Quoted['lineItems'][number]; quote: Quoted }) => (
  <>
    <dt>
      {line.description}
      {line.quantity > 1 && (
        <span className={styles.count}>
          {line.quantity.toLocaleString('en')} × {quotedText(line.unitAmount, quote)}
        </span>
      )}
    </dt>
    <dd>{quotedText(totalOf([line]) ?? quote.total, quote)}</dd>
  </>
)

/** What was not said is named, and never left as a hole. */
export const Nothing = ({ children }: { children: string }) => (
  <Text component="span" size="sm" c="dimmed">
    {children}
  </Text>
)
