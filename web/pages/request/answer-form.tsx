import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type FormEvent, useRef, useState } from 'react'
import type { Request } from '../../../shared/requests.ts'
import { useMe } from '../../me.ts'
import { ChangedMeanwhile } from '../../ui/changed-meanwhile.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Problem } from '../../ui/problem.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { AnswerText } from './answer-text.tsx'
import { KeepingState } from './keeping-state.tsx'
import { QuestionField } from './question-field.tsx'
import { Quote } from './quote-fields.tsx'
import styles from './request.module.css'
import { useSending } from './sending.ts'
import { beginningOf, draftOf, draftOfResponse, isSame, type Typed, typedOf } from './typed.ts'
import { buyerInSentence } from './words.ts'
import type { Writing } from './writing.ts'

type AnswerFormProps = {
  request: Request
  writing: Writing
  onSent: (answer: Request) => void
  /** Back to what was there before one began. */
  onCancel: (() => void) | null
}

/** The answer as it is written. What is typed is kept while one types, for oneself and for colleagues. */
export function AnswerForm({ request, writing, onSent, onCancel }: AnswerFormProps) {
  const page = useRef<HTMLFormElement>(null)
  const [beginning] = useState(() => writing.typed ?? typedOf(beginningOf(request)))
  const form = useForm<Typed>({ initialValues: beginning, onValuesChange: writing.type })
  const { send, sending, problem, isStale } = useSending({ request, form, writing, page, onSent })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send()
  }
  const takeOver = (typed: Typed) => {
    form.setValues(typed)
    writing.know(draftOf(typed))
  }
  return (
    <form ref={page} onSubmit={submit} noValidate className={styles.form}>
      <Stack gap="lg">
        <OtherDraft
          request={request}
          known={writing.known ?? draftOf(beginning)}
          here={draftOf(form.getValues())}
          onShow={takeOver}
        />
        <Textarea
          label="Message"
          description={`Read by ${buyerInSentence(request)}.`}
          autosize
          minRows={4}
          maxRows={16}
          maxLength={8000}
          {...form.getInputProps('message')}
        />
        {request.asked.questions.map((question) => (
          <QuestionField key={question.id} form={form} question={question} />
        ))}
        <Quote form={form} currency={request.asked.budget?.currency ?? ''} />
        {isStale && <SentMeanwhile request={request} />}
        <Problem error={problem} onRetry={() => void send()} />
        <Group justify="flex-end" gap="sm" className={styles.foot ?? ''}>
          <KeepingState writing={writing} draft={request.draft} />
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button type="submit" loading={sending}>
            {request.response ? 'Replace answer' : 'Send answer'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type OtherDraftProps = {
  request: Request
  known: ReturnType<typeof draftOf>
  here: ReturnType<typeof draftOf>
  onShow: (typed: Typed) => void
}

/** A colleague wrote on at the same time. Nothing is replaced under one's hands. */
function OtherDraft({ request: { draft }, known, here, onShow }: OtherDraftProps) {
  const { user } = useMe()
  if (!draft || isSame(draft.content, known) || isSame(draft.content, here)) return null
  const { content, keptBy, keptAt } = draft
  return (
    <Alert color="gray" role="status" py="sm">
      <Text size="sm">
        {keptBy.name === user.name ? 'You, in another window,' : keptBy.name} kept another draft <Moment at={keptAt} />.{' '}
        <TextButton onClick={() => onShow(typedOf(content))}>Show it here</TextButton> instead of yours, or go on: the
        last one that is kept stays.
      </Text>
    </Alert>
  )
}

/** What a colleague sent is on the screen, so that nobody replaces what they have not read. */
const SentMeanwhile = ({ request: { response, respondedBy, asked } }: { request: Request }) => (
  <Stack gap="sm">
    <ChangedMeanwhile by={respondedBy?.name ?? 'Somebody'} then="send again" />
    {response && (
      <section className={styles.sent} aria-label="Sent meanwhile">
        <AnswerText typed={typedOf(draftOfResponse(response))} questions={asked.questions} />
      </section>
    )}
  </Stack>
)
