import { Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { askerText, type Brief, missingToSend, sendBrief } from '../../../../shared/briefs.ts'
import { useWrite } from '../../../api.ts'
import { isConflict, isProblem } from '../../../problem.ts'
import { ChangedMeanwhile } from '../../../ui/changed-meanwhile.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { afterDialog } from '../../../ui/focus.ts'
import { Deadline } from '../../../ui/moment.tsx'
import { toast } from '../../../ui/toast.tsx'
import { solutionsIn } from '../../solutions/words.ts'
import { quickerOf } from '../../work/words.ts'
import { focusFirstError } from './errors.ts'
import { takeOver, useOpenDraft } from './open-draft.ts'

/** SPEC V4: asked once, because it is not undone. All that was typed is saved before. */
export function useSending() {
  const { org, brief, keeper } = useOpenDraft()
  const cache = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const sending = useWrite(sendBrief, { refresh: [], ifMatch: brief.version })
  const showErrors = () => afterDialog(() => focusFirstError(keeper.snapshot().errors))
  const begin = async () => {
    keeper.forgetRefusals()
    setSaving(true)
    const isSaved = await keeper.saveNow()
    setSaving(false)
    keeper.showErrors(missingIn(keeper.snapshot().brief))
    const { errors } = keeper.snapshot()
    if (Object.keys(errors).length > 0) showErrors()
    else if (isSaved) setAsking(true)
  }
  const stop = () => {
    setAsking(false)
    sending.reset()
  }
  const refused = (error: Error) => {
    if (isProblem(error) && keeper.showErrors(error.errors)) {
      stop()
      showErrors()
    } else if (isConflict(error)) void keeper.lookAgain()
  }
  const send = () =>
    sending.mutate(
      { org, id: brief.id },
      {
        onError: refused,
        onSuccess: async (sent: Brief) => {
          keeper.drop()
          await takeOver(cache, org, sent)
          toast(`${sent.title} sent to ${solutionsIn(sent.recipients.length)}`)
        },
      },
    )
  return { begin, stop, send, isSaving, isAsking, sending }
}

/** What the server would refuse anyway, by the same rule: nobody is asked whether to send to nobody. */
const missingIn = ({ title, recipients, deadline, questions }: Brief) =>
  missingToSend({
    title,
    recipients: recipients.length,
    isDeadlinePast: deadline !== null && new Date(deadline) <= new Date(),
    questions,
  })

export function SendDialog({ isAsking, stop, send, sending }: ReturnType<typeof useSending>) {
  const { brief } = useOpenDraft()
  const isStale = isConflict(sending.error)
  return (
    <Confirm
      opened={isAsking}
      onClose={stop}
      title="Send brief?"
      keep="Not yet"
      act="Send"
      onConfirm={send}
      pending={sending.isPending}
      problem={isStale ? null : sending.error}
    >
      <div>
        <Text>
          {solutionsIn(brief.recipients.length)} will be asked{' '}
          {brief.deadline ? (
            <>
              until <Deadline at={brief.deadline} zone={brief.deadlineZone} />
            </>
          ) : (
            'until you close it'
          )}
          . They read: “{askerText(brief.asks)} asks”.
        </Text>
        <Unfilled brief={brief} />
        <Text>Sending cannot be undone, and what you ask does not change after it.</Text>
      </div>
      <ChangedMeanwhile by={isStale ? quickerOf(brief) : null} then="send it again" />
    </Confirm>
  )
}

/** A template leaves places in brackets. */
function Unfilled({ brief: { title, description, requirements, questions } }: { brief: Brief }) {
  const texts = [title, description, requirements, ...questions.map(({ text }) => text)]
  const places = texts.flatMap((text) => text.match(/\[[^[\]]+\]/g) ?? []).length
  if (places === 0) return null
  return (
    <Text>
      {places === 1 ? 'One place in [brackets] is' : `${places} places in [brackets] are`} not filled in: solutions read
      them as they stand.
    </Text>
  )
}
