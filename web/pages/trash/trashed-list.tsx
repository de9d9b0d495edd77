import { IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { z } from 'zod'
import {
  briefKinds,
  countBriefs,
  listBriefs,
  listTrashedBriefs,
  restoreBrief,
  type TrashedBrief,
} from '../../../shared/briefs.ts'
import type { Endpoint } from '../../../shared/endpoint.ts'
import { countShortlists, listShortlists, listTrash, restoreShortlist } from '../../../shared/shortlists.ts'
import { useReadList, useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import { focusHeading } from '../../ui/focus.ts'
import { EmptyState } from '../../ui/page.tsx'
import { toastWithLink } from '../../ui/toast-act.tsx'
import { TrashedSection } from './trashed-section.tsx'

/** What was deleted, each kind newest first, and until when it comes back. */
export function TrashedList({ org }: { org: string }) {
  const briefs = useReadList(listTrashedBriefs, { org })
  const shortlists = useReadList(listTrash, { org })
  const restoringBrief = useRestoring(org, restoreBrief, ofBriefs, toldOfBrief)
  const restoringShortlist = useRestoring(org, restoreShortlist, ofShortlists, toldOfShortlist)
  if (briefs.items.length + shortlists.items.length === 0) return <NothingThere />
  return (
    <>
      <TrashedSection title="Briefs" list={briefs} restoring={restoringBrief} aboutOf={kindOf} />
      <TrashedSection title="Shortlists" list={shortlists} restoring={restoringShortlist} />
    </>
  )
}

const ofBriefs = [listTrashedBriefs, listBriefs, countBriefs]
const ofShortlists = [listTrash, listShortlists, countShortlists]

const kindOf = ({ kind }: z.infer<typeof TrashedBrief>) => briefKinds[kind]

type Restored = { id: string; title: string; status: string }
type Told = { words: string; href: string }

/** A sent one comes back, but does not open again. */
const toldOfBrief = (org: string, { id, status }: Restored): Told => ({
  words: status === 'closed' ? 'Restored, and closed as it was:' : 'Restored',
  href: paths.brief(org, id),
})
const toldOfShortlist = (org: string, { id }: Restored): Told => ({
  words: 'Restored',
  href: paths.shortlist(org, id),
})

function useRestoring(
  org: string,
  door: Endpoint<typeof restoreBrief.input, z.ZodType<Restored>>,
  refresh: Pick<Endpoint, 'route'>[],
  told: (org: string, restored: Restored) => Told,
) {
  const navigate = useNavigate()
  const restoring = useWrite(door, { refresh })
  const tell = (restored: Restored) => {
    const { words, href } = told(org, restored)
    toastWithLink(words, { name: restored.title || 'Untitled', href, onFollow: () => void navigate({ to: href }) })
    // Its row is gone, and the button that had the focus with it.
    focusHeading()
  }
  return {
    restore: (id: string) => restoring.mutate({ org, id }, { onSuccess: tell }),
    restoring: restoring.isPending ? restoring.variables.id : null,
    problem: restoring.error,
  }
}

const NothingThere = () => (
  <EmptyState icon={IconTrash} title="The trash is empty">
    Briefs and shortlists that the team saw wait here for 30 days when somebody deletes them, so that they can be
    restored.
  </EmptyState>
)
