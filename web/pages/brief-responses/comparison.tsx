import { Text } from '@mantine/core'
import type { Brief } from '../../../shared/briefs.ts'
import { pricingModels } from '../../../shared/briefs.ts'
import { Moment } from '../../ui/moment.tsx'
import { ColumnHead, type ComparedRow, nameInHead, SideBySide } from '../../ui/side-by-side.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import type { Answered } from './all-responses.ts'
import { Lines, Nothing, Total } from './quote-parts.tsx'
import type { Standing } from './ranking.ts'
import { answerText, leadText, validText, versionText } from './words.ts'

type ComparisonProps = {
  brief: Brief
  responses: Answered[]
  standings: Map<string, Standing>
  onRead: (solutionId: string) => void
}

/** Answers side by side: the amount first, then what it is made of, the terms, the questions and the message. */
export const Comparison = ({ brief, responses, standings, onRead }: ComparisonProps) => (
  <SideBySide
    wide
    label="Responses, side by side"
    columns={responses.map((it) => ({ key: it.solutionId, head: <Head of={it} onRead={onRead} /> }))}
    rows={[
      ...rowsOfQuotes(responses, standings),
      ...rowsOfQuestions(brief, responses),
      { key: 'message', label: 'Message', cells: responses.map(({ response }) => longText(response.message, 'None')) },
    ]}
  />
)

/** The way to read one alone: a whole column on a phone, and texts without their end cut. */
const Head = ({ of, onRead }: { of: Answered; onRead: ComparisonProps['onRead'] }) => (
  <ColumnHead name={of.solution.name} below={<When of={of} />}>
    <TextButton className={nameInHead} onClick={() => onRead(of.solutionId)} title={of.solution.name}>
      {of.solution.name}
    </TextButton>
  </ColumnHead>
)

export const When = ({ of: { response } }: { of: Answered }) => (
  <>
    {versionText(response)} <Moment at={response.respondedAt} />
  </>
)

function rowsOfQuotes(responses: Answered[], standings: Map<string, Standing>): ComparedRow[] {
  const quotes = responses.flatMap(({ response }) => response.quote ?? [])
  if (quotes.length === 0) return []
  const severalModels = hasSeveralModels(responses)
  const ofQuote = (label: string, show: (quote: (typeof quotes)[number]) => ComparedRow['label']) => ({
    key: label,
    label,
    cells: responses.map(({ response: { quote } }) => (quote ? show(quote) : noQuote)),
  })
  return [
    {
      key: 'total',
      label: 'Total',
      cells: responses.map(({ solutionId, response: { quote } }) => (
        <Total key={solutionId} quote={quote} standing={standings.get(solutionId)} severalModels={severalModels} />
      )),
    },
    ofQuote('Line items', (quote) => <Lines quote={quote} />),
    ofQuote('Pricing model', ({ pricingModel }) => pricingModels[pricingModel]),
    ofQuote('Valid until', validText),
    ofQuote('Lead time', leadText),
  ]
}

const noQuote = <Nothing>–</Nothing>

export const hasSeveralModels = (responses: Answered[]): boolean =>
  new Set(responses.flatMap(({ response }) => response.quote?.pricingModel ?? [])).size > 1

function rowsOfQuestions({ questions }: Brief, responses: Answered[]): ComparedRow[] {
  if (questions.length === 0) return []
  return [
    { key: 'questions', label: 'Questions' },
    ...questions.map(({ id, text }) => ({
      key: id,
      label: text,
      cells: responses.map(({ response: { answers } }) =>
        longText(answerText(answers.find(({ questionId }) => questionId === id)?.value), 'Not answered'),
      ),
    })),
  ]
}

const MOST_LINES = 8

/** The rest of it is read in the response alone. */
const longText = (text: string | null, otherwise: string) =>
  text ? (
    <Text component="span" size="sm" lineClamp={MOST_LINES}>
      {text}
    </Text>
  ) : (
    <Nothing>{otherwise}</Nothing>
  )
