import { Alert, Button, Stack } from '@mantine/core'
import type { Question } from '../../../shared/briefs.ts'
import { copy } from '../../ui/copy.ts'
import { AnswerText } from './answer-text.tsx'
import type { Typed } from './typed.ts'

type CopyTypedProps = { typed: Typed; questions: Question[]; why: string }

/** What was typed and can be sent no more: it can still be read and copied. */
export const CopyTyped = ({ typed, questions, why }: CopyTypedProps) => (
  <Alert color="gray" role="alert" title={why} mb="lg">
    <Stack gap="md" align="flex-start">
      <AnswerText typed={typed} questions={questions} />
      <Button size="xs" variant="default" onClick={() => void copy(textOf(typed, questions))}>
        Copy the text
      </Button>
    </Stack>
  </Alert>
)

const textOf = ({ message, answers, quote }: Typed, questions: Question[]): string =>
  [
    message,
    ...questions.flatMap(({ id, text }) => (answers[id] === undefined ? [] : [`${text}\n${String(answers[id])}`])),
    ...(quote?.lineItems.map(
      ({ description, quantity, unitAmount }) => `${description}: ${quantity} × ${unitAmount} ${quote.currency}`,
    ) ?? []),
  ]
    .filter(Boolean)
    .join('\n\n')
