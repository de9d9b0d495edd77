import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import {
  countShortlists,
  listShortlists,
  listTrash,
  restoreShortlist,
  type TrashedShortlist,
} from '../../../shared/shortlists.ts'
import { useReadList, useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import { focusHeading } from '../../ui/focus.ts'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { Day, Moment } from '../../ui/moment.tsx'
import { EmptyState } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { toastWithLink } from '../../ui/toast-act.tsx'
import styles from './trash.module.css'

/** What was deleted, newest first, and until when it comes back. */
export function TrashedList({ org }: { org: string }) {
  const { items, more, loadingMore } = useReadList(listTrash, { org })
  const list = useFocusOnMore<HTMLUListElement>(items.length, loadingMore, 'button')
  const { restore, restoring, problem } = useRestoring(org)
  if (items.length === 0) return <NothingThere />
  return (
    <>
      <Problem error={problem} />
      <ul ref={list} className={styles.list} aria-label="Deleted shortlists">
        {items.map((it) => (
          <Row key={it.id} of={it} isRestoring={restoring === it.id} onRestore={() => restore(it)} />
        ))}
      </ul>
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}

type RowProps = { of: TrashedShortlist; isRestoring: boolean; onRestore: () => void }

const Row = ({ of, isRestoring, onRestore }: RowProps) => (
  <li className={styles.row}>
    <div className={styles.words}>
      <div className={styles.title}>{of.title}</div>
      <p className={styles.second}>
        By {of.author.name} · deleted <Moment at={of.trashedAt} /> by {of.trashedBy.name}
      </p>
      <p className={styles.second}>
        Gone for good on <Day at={of.goneAt} />
      </p>
    </div>
    <Button variant="default" onClick={onRestore} loading={isRestoring} aria-label={`Restore ${of.title}`}>
      Restore
    </Button>
  </li>
)

function useRestoring(org: string) {
  const navigate = useNavigate()
  const restoring = useWrite(restoreShortlist, { refresh: [listTrash, listShortlists, countShortlists] })
  const tell = ({ id, title }: { id: string; title: string }) => {
    const href = paths.shortlist(org, id)
    toastWithLink('Restored', { name: title, href, onFollow: () => void navigate({ to: href }) })
    // Its row is gone, and the button that had the focus with it.
    focusHeading()
  }
  return {
    restore: (it: TrashedShortlist) => restoring.mutate({ org, id: it.id }, { onSuccess: tell }),
    restoring: restoring.isPending ? restoring.variables.id : null,
    problem: restoring.error,
  }
}

const NothingThere = () => (
  <EmptyState icon={IconTrash} title="The trash is empty">
    Shortlists that the team saw wait here for 30 days when somebody deletes them, so that they can be restored.
  </EmptyState>
)
