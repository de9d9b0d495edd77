import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Request } from '../../../shared/requests.ts'
import { useMe } from '../../me.ts'
import { Deadline, Moment } from '../../ui/moment.tsx'
import { toast } from '../../ui/toast.tsx'
import { toastWithUndo } from '../../ui/toast-act.tsx'
import { AnswerForm } from './answer-form.tsx'
import { AnswerText } from './answer-text.tsx'
import { CopyTyped } from './not-sent.tsx'
import styles from './request.module.css'
import { beginningOf, draftOf, draftOfResponse, isBegun, isSame, typedOf } from './typed.ts'
import { buyerInSentence } from './words.ts'
import type { Writing } from './writing.ts'

type AnswerProps = { request: Request; writing: Writing }

/** What we answered, or the form to do so: as long as it is open, and for those who may. */
export function Answer({ request, writing }: AnswerProps) {
  const [wants, setWants] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever declined has put away what they were writing: it is kept, should they answer after all.
  const isWriting =
    request.can.respond &&
    (wants || request.state === 'open' || (writing.typed !== null && request.state !== 'declined'))
  /** What had the focus is gone: whoever pressed it goes on where the other view begins. */
  const turnTo = (writing: boolean) => {
    setWants(writing)
    setTimeout(() => heading.current?.focus())
  }
  const sent = ({ response }: Request) => {
    turnTo(false)
    toast(response && response.version > 1 ? 'Answer replaced' : `Answer sent to ${buyerInSentence(request)}`)
  }
  return (
    <section aria-labelledby="answer" className={styles.answer}>
      <Title order={2} id="answer" ref={heading} tabIndex={-1}>
        {isWriting && request.response ? 'Replace your answer' : 'Your answer'}
      </Title>
      <Until request={request} />
      {isWriting ? (
        <AnswerForm
          request={request}
          writing={writing}
          onSent={sent}
          onCancel={request.state === 'open' ? null : () => cancel(request, writing, () => turnTo(false))}
        />
      ) : (
        <ToRead request={request} writing={writing} onWant={() => turnTo(true)} />
      )}
    </section>
  )
}

/** Beside the answer too: there one looks for it at last. */
const Until = ({ request: { asked, state } }: { request: Request }) => (
  <Text size="sm" c="dimmed" mb="md">
    {asked.deadline ? (
      <>
        {untilWords(state === 'closed', new Date(asked.deadline) > new Date())} <Deadline at={asked.deadline} />
      </>
    ) : (
      state !== 'closed' && 'No deadline: answers are taken until it is closed'
    )}
  </Text>
)

const untilWords = (isClosed: boolean, isAhead: boolean) => {
  if (!isClosed) return 'Answers are taken until'
  return isAhead ? 'Closed before its deadline,' : 'Answers were taken until'
}

/** What was typed for a replacement goes, and can be had back. */
function cancel(request: Request, writing: Writing, close: () => void) {
  const before = beginningOf({ draft: null, response: request.response })
  const typed = writing.typed ?? typedOf(beginningOf(request))
  close()
  if (isSame(draftOf(typed), before)) return void writing.drop()
  void writing.putBack(before)
  toastWithUndo('Changes discarded', () => writing.type(typed))
}

function ToRead({ request, writing, onWant }: AnswerProps & { onWant: () => void }) {
  const { response, asked, can } = request
  return (
    <Stack gap="md">
      <Unsent request={request} writing={writing} />
      {response && <Sent request={request} />}
      {response && <AnswerText typed={typedOf(draftOfResponse(response))} questions={asked.questions} />}
      {!response && !can.respond && <Text c="dimmed">{noAnswer(request)}</Text>}
      {can.respond && (
        <Group gap="sm">
          <Button variant="default" onClick={onWant}>
            {wantWords(request)}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

const wantWords = (request: Request) => {
  if (!request.response) return 'Answer after all'
  return isBegun(request) ? 'Go on replacing' : 'Replace answer'
}

const noAnswer = ({ state, solution }: Request) =>
  state === 'closed'
    ? 'No answer was sent.'
    : `Nothing was sent yet. The contact of ${solution.name}, and the admins and editors of its organization, answer.`

const Sent = ({ request: { response, respondedBy } }: { request: Request }) =>
  response && (
    <Text size="sm" c="dimmed">
      Version {response.version}, sent <Moment at={response.respondedAt} />
      {respondedBy?.name && ` by ${respondedBy.name}`}
    </Text>
  )

/** What somebody here began and did not send. */
function Unsent({ request, writing }: AnswerProps) {
  const { user } = useMe()
  const { draft, state, can, asked, response } = request
  if (can.respond && isBegun(request))
    return (
      <Alert color="gray" py="sm">
        <Text size="sm">
          {draft!.keptBy.name === user.name ? 'You' : draft!.keptBy.name} began{' '}
          {response ? 'another version' : 'an answer'} <Moment at={draft!.keptAt} />. It is not sent.
        </Text>
      </Alert>
    )
  if (can.respond || !(writing.typed || isBegun(request))) return null
  const why = state === 'closed' ? 'This was not sent before it closed' : `Begun by ${draft?.keptBy.name}, not sent yet`
  return <CopyTyped typed={writing.typed ?? typedOf(draft!.content)} questions={asked.questions} why={why} />
}
