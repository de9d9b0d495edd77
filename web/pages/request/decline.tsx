import { Text, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { readMe } from '../../../shared/accounts.ts'
import { declineRequest, findRequest, listRequests, type Request } from '../../../shared/requests.ts'
import { reading, useWrite } from '../../api.ts'
import { isProblem } from '../../problem.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { focusAfterDialog } from '../../ui/focus.ts'
import { toast } from '../../ui/toast.tsx'
import { buyerInSentence, buyerOf } from './words.ts'

type DeclineProps = { request: Request; opened: boolean; onClose: () => void }

/** Says who is told, who reads the reason, and that it is not final. */
export function Decline({ request, opened, onClose }: DeclineProps) {
  const [reason, setReason] = useState('')
  const cache = useQueryClient()
  const declining = useWrite(declineRequest, { refresh: [listRequests, readMe] })
  const close = () => {
    onClose()
    declining.reset()
  }
  const done = (declined: Request) => {
    cache.setQueryData(reading(findRequest, { id: request.id }).queryKey, declined)
    toast('Request declined')
    onClose()
    focusAfterDialog()
  }
  const atReason = isProblem(declining.error) && declining.error.errors.find(({ path }) => path === 'reason')?.message
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title="Decline this request?"
      keep="Not now"
      act="Decline"
      onConfirm={() => declining.mutate({ id: request.id, reason }, { onSuccess: done })}
      pending={declining.isPending}
      problem={atReason ? null : declining.error}
    >
      <Text>
        {buyerOf(request)} is told that {request.solution.name} will not answer. You can still answer later, until it
        closes.
      </Text>
      <Textarea
        label="Reason"
        description={`Optional. Read by ${buyerInSentence(request)}.`}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={1000}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        error={atReason || undefined}
      />
    </Confirm>
  )
}
