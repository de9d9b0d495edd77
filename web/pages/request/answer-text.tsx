import { Stack, Text, Title } from '@mantine/core'
import { pricingModels, type Question } from '../../../shared/briefs.ts'
import { quotedText } from '../../../shared/money.ts'
import { Day } from '../../ui/moment.tsx'
import { sumOfLine, sumOfQuote } from './given.ts'
import styles from './request.module.css'
import type { Typed, TypedQuote } from './typed.ts'

type AnswerTextProps = { typed: Typed; questions: Question[] }

/** An answer to read: one that was sent, or one that was begun and can be sent no more. */
export const AnswerText = ({ typed: { message, answers, quote }, questions }: AnswerTextProps) => {
  const answered = questions.filter(({ id }) => (answers[id] ?? '') !== '')
  return (
    <Stack gap="lg">
      {message && <Text className={styles.words ?? ''}>{message}</Text>}
      {answered.length > 0 && (
        <dl className={styles.answers}>
          {answered.map(({ id, text }) => (
            <div key={id}>
              <dt>{text}</dt>
              <dd>{valueText(answers[id]!)}</dd>
            </div>
          ))}
        </dl>
      )}
      {quote && <QuoteText quote={quote} />}
    </Stack>
  )
}

const valueText = (value: string | boolean) => (typeof value === 'string' ? value : value ? 'Yes' : 'No')

const QuoteText = ({ quote }: { quote: TypedQuote }) => (
  <section className={styles.quote} aria-label="Quote">
    <Title order={3}>Quote</Title>
    <ul className={styles.sums}>
      {quote.lineItems.map((line) => (
        <li key={line.key}>
          <span>
            {line.description}
            <span className={styles.count}>{countText(line, quote)}</span>
          </span>
          <span className="tabular">{moneyOf(sumOfLine(line, quote), quote) ?? line.unitAmount}</span>
        </li>
      ))}
    </ul>
    <div className={styles.total}>
      <span>Total{quote.pricingModel && `, ${pricingModels[quote.pricingModel].toLowerCase()}`}</span>
      <span className="tabular">{moneyOf(sumOfQuote(quote), quote) ?? '–'}</span>
    </div>
    <Terms quote={quote} />
  </section>
)

const Terms = ({ quote: { validUntil, leadTimeDays } }: { quote: TypedQuote }) =>
  (validUntil || leadTimeDays) && (
    <Text size="sm" c="dimmed">
      {validUntil && (
        <>
          Valid until <Day at={`${validUntil}T12:00:00`} />
        </>
      )}
      {validUntil && leadTimeDays && ' · '}
      {leadTimeDays && `Lead time ${leadTimeDays} ${leadTimeDays === '1' ? 'day' : 'days'}`}
    </Text>
  )

const moneyOf = (sum: number | null, quote: TypedQuote) => (sum === null ? null : quotedText(sum, quote))

/** `180 × €89.00`. A percentage is not counted. */
function countText(line: TypedQuote['lineItems'][number], quote: TypedQuote): string {
  const each = moneyOf(sumOfLine({ ...line, quantity: '1' }, quote), quote) ?? line.unitAmount
  return quote.pricingModel === 'percentage' ? '' : `${quantityText(line.quantity)} × ${each}`
}

/** As the buyer reads it; what is no number yet stays as it was typed. */
const quantityText = (typed: string) => (/^\d+$/.test(typed) ? Number(typed).toLocaleString('en') : typed)
