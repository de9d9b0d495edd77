import { Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  countShortlists,
  deleteShortlist,
  findShortlist,
  listShortlists,
  listTrash,
} from '../../../shared/shortlists.ts'
import { reading, refreshDoors, useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import { ChangedMeanwhile } from '../../ui/changed-meanwhile.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { toast } from '../../ui/toast.tsx'
import { quickerOf } from '../work/words.ts'
import { isConflict } from './change.ts'
import { useOpenShortlist } from './open-shortlist.ts'

type DeleteProps = { opened: boolean; onClose: () => void; mayRestore: boolean }

/** SPEC V5: what others may have seen goes to the trash; a draft of one's own is gone. */
export function DeleteShortlist({ opened, onClose, mayRestore }: DeleteProps) {
  const { shortlist } = useOpenShortlist()
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
      title="Delete shortlist?"
      keep="Keep shortlist"
      act="Delete"
      danger
      onConfirm={remove}
      pending={deleting.isPending}
      problem={isStale ? null : deleting.error}
    >
      <Consequences mayRestore={mayRestore} />
      {isStale && <ChangedMeanwhile by={quickerOf(shortlist)} then="delete it again" />}
    </Confirm>
  )
}

function Consequences({ mayRestore }: { mayRestore: boolean }) {
  const { company, shortlist } = useOpenShortlist()
  const wasSeen = shortlist.status === 'published' || shortlist.handedOverAt !== null
  if (!wasSeen)
    return <Text>Nobody but you has seen “{shortlist.title}”. It is gone for good, with its lines why.</Text>
  return (
    <div>
      <Text>
        Nobody will see “{shortlist.title}” any more. It stays in the trash of {company} for 30 days.
      </Text>
      <Text>
        {mayRestore ? 'Until then you can restore it.' : 'Until then its admins and editors can restore it.'} After that
        it is gone for good.
      </Text>
    </div>
  )
}

function useDeleting() {
  const { org, shortlist, ownChanges } = useOpenShortlist()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const { id, title, version } = shortlist
  const { queryKey } = reading(findShortlist, { org, id })
  const deleting = useWrite(deleteShortlist, { refresh: [], ifMatch: version })
  const leave = async (trashed: boolean) => {
    toast(trashed ? `${title} moved to the trash` : `${title} deleted`)
    await navigate({ to: paths.shortlists(org), replace: true })
    cache.removeQueries({ queryKey })
    await refreshDoors(cache, [listShortlists, countShortlists, listTrash])
  }
  const stay = async () => {
    ownChanges.setDeleting(false)
    await cache.invalidateQueries({ queryKey })
  }
  const remove = () => {
    ownChanges.setDeleting(true)
    deleting.mutate({ org, id }, { onSuccess: ({ trashed }) => void leave(trashed), onError: () => void stay() })
  }
  return { deleting, remove }
}
