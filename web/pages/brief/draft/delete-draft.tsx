import { Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { countBriefs, deleteBrief, findBrief, listBriefs, listTrashedBriefs } from '../../../../shared/briefs.ts'
import { reading, refreshDoors, useWrite } from '../../../api.ts'
import { paths } from '../../../paths.ts'
import { isConflict } from '../../../problem.ts'
import { ChangedMeanwhile } from '../../../ui/changed-meanwhile.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { toast } from '../../../ui/toast.tsx'
import { titleOf } from '../../briefs/words.ts'
import { quickerOf } from '../../work/words.ts'
import { useOpenDraft } from './open-draft.ts'

type DeleteProps = { opened: boolean; onClose: () => void; isLeaving: RefObject<boolean> }

/** SPEC V5: what others may have seen goes to the trash; a draft of one's own is gone. */
export function DeleteDraft({ opened, onClose, isLeaving }: DeleteProps) {
  const { brief } = useOpenDraft()
  const { deleting, remove } = useDeleting(isLeaving)
  const close = () => {
    onClose()
    deleting.reset()
  }
  const isStale = isConflict(deleting.error)
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title="Delete brief?"
      keep="Keep brief"
      act="Delete"
      danger
      onConfirm={remove}
      pending={deleting.isPending}
      problem={isStale ? null : deleting.error}
    >
      <Consequences />
      <ChangedMeanwhile by={isStale ? quickerOf(brief) : null} then="delete it again" />
    </Confirm>
  )
}

function Consequences() {
  const { brief, workspace } = useOpenDraft()
  const { organization, can } = workspace
  const wasSeen = brief.author.as === 'member' || brief.handedOverAt !== null
  if (!wasSeen) return <Text>Nobody but you has seen “{titleOf(brief)}”. It is gone for good, with its questions.</Text>
  return (
    <div>
      <Text>
        Nobody will see “{titleOf(brief)}” any more. It stays in the trash of {organization.name} for 30 days.
      </Text>
      <Text>
        {can.restoreWork ? 'Until then you can restore it.' : 'Until then its admins and editors can restore it.'} After
        that it is gone for good.
      </Text>
    </div>
  )
}

function useDeleting(isLeaving: RefObject<boolean>) {
  const { org, brief, keeper } = useOpenDraft()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const { id, version } = brief
  const { queryKey } = reading(findBrief, { org, id })
  const deleting = useWrite(deleteBrief, { refresh: [], ifMatch: version })
  const leave = async (trashed: boolean) => {
    keeper.drop()
    toast(trashed ? `${titleOf(brief)} moved to the trash` : `${titleOf(brief)} deleted`)
    await navigate({ to: paths.briefs(org), replace: true })
    cache.removeQueries({ queryKey })
    await refreshDoors(cache, [listBriefs, countBriefs, listTrashedBriefs])
  }
  const stay = async () => {
    isLeaving.current = false
    await cache.invalidateQueries({ queryKey })
  }
  const remove = () => {
    isLeaving.current = true
    deleting.mutate({ org, id }, { onSuccess: ({ trashed }) => void leave(trashed), onError: () => void stay() })
  }
  return { deleting, remove }
}
