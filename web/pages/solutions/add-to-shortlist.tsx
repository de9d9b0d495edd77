import { Popover } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useRef, useState } from 'react'
import { addItem, findShortlist, listShortlists } from '../../../shared/shortlists.ts'
import { refreshDoors, useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import { toastRefusal } from '../../ui/toast.tsx'
import { toastWithLink } from '../../ui/toast-act.tsx'
import { CreateShortlist } from '../shortlists/create-shortlist.tsx'
import { ShortlistChoice } from './shortlist-choice.tsx'
import { refusalWords } from './words.ts'

type Shortlist = { id: string; title: string }
type AddToShortlistProps = {
  org: string
  solution: { id: string; name: string }
  /** The button that opens and closes it. */
  target: (toggle: () => void) => ReactElement
}

/** Puts a solution on one of the shortlists that one may change, or on a new one. */
export function AddToShortlist({ org, solution, target }: AddToShortlistProps) {
  const [shown, setShown] = useState<'choice' | 'new' | null>(null)
  const around = useRef<HTMLSpanElement>(null)
  const adding = useAdding(org, solution)
  const close = () => setShown(null)
  const toggle = () => setShown(shown === 'choice' ? null : 'choice')
  const beginNew = () => {
    // The dialog gives the focus back to whoever had it: that must not be a button that is gone.
    around.current?.querySelector('button')?.focus()
    setShown('new')
  }
  const addToNew = (shortlist: Shortlist) => {
    close()
    void adding.add(shortlist)
  }
  return (
    <span ref={around}>
      <Popover
        opened={shown === 'choice'}
        onChange={(opened) => !opened && close()}
        position="bottom-end"
        width={320}
        trapFocus
        returnFocus
        portalProps={{ target: '#main' }}
      >
        <Popover.Target>{target(toggle)}</Popover.Target>
        <Popover.Dropdown p={6}>
          <ShortlistChoice
            org={org}
            solutionId={solution.id}
            addingTo={adding.to}
            onChoose={(shortlist) => void adding.add(shortlist).then(close)}
            onNew={beginNew}
          />
        </Popover.Dropdown>
      </Popover>
      <CreateShortlist org={org} opened={shown === 'new'} onClose={close} onCreated={addToNew} />
    </span>
  )
}

/** Says what came of it: a shortlist that was refused may be gone, so that the choice is read anew. */
function useAdding(org: string, solution: { id: string; name: string }) {
  const navigate = useNavigate()
  const cache = useQueryClient()
  const adding = useWrite(addItem, { refresh: [listShortlists, findShortlist] })
  const add = async ({ id, title }: Shortlist) => {
    try {
      await adding.mutateAsync({ org, id, solutionId: solution.id })
      const href = paths.shortlist(org, id)
      toastWithLink(`${solution.name} added to`, { name: title, href, onFollow: () => void navigate({ to: href }) })
    } catch (error) {
      toastRefusal(refusalWords(error as Error))
      void refreshDoors(cache, [listShortlists])
    }
  }
  return { add, to: adding.isPending ? adding.variables.id : null }
}
