import { Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { countBriefs, deleteBrief, findBrief, listBriefs, listTrashedBriefs } from '../../../../shared/briefs.ts'
import { reading, refreshDoors, useWrite } from '../../../api.ts'
import { paths } from '../../../paths.ts'
import { isConflict } from '../../../problem.ts'
import { ChangedMeanwhile } from '../../../ui/changed-meanwhile.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { toast } from '../../../ui/toast.tsx'
import { quickerOf } from '../../work/words.ts'
import { useOpenBrief } from './open-brief.ts'

type DeleteProps = { opened: boolean; onClose: () => void }

/** SPEC V5: others have seen it, so it goes to the trash; one that is open closes. */
export function DeleteBrief({ opened, onClose }: DeleteProps) {
  const { brief } = useOpenBrief()
  const { deleting, remove } = useDeleting()
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
  const { workspace, brief } = useOpenBrief()
  const { organization, can } = workspace
  return (
    <div>
      {brief.status === 'sent' && (
        <Text>It closes: solutions that have not answered are told so, and nobody can answer any more.</Text>
      )}
      <Text>
        Nobody here will see “{brief.title}” and its responses any more. It stays in the trash of {organization.name}{' '}
        for 30 days.{' '}
        {can.restoreWork ? 'Until then you can restore it' : 'Until then its admins and editors can restore it'}; it
        stays closed. After that it is gone for good.
      </Text>
    </div>
  )
}

function useDeleting() {
  const { org, brief, isLeaving } = useOpenBrief()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const { id, title, version } = brief
  const { queryKey } = reading(findBrief, { org, id })
  const deleting = useWrite(deleteBrief, { refresh: [], ifMatch: version })
  const leave = async () => {
    toast(`${title} moved to the trash`)
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
    deleting.mutate({ org, id }, { onSuccess: () => void leave(), onError: () => void stay() })
  }
  return { deleting, remove }
}
