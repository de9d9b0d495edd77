import { arrayMove } from '@dnd-kit/sortable'
import { VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import type { Shortlist } from '../../../shared/shortlists.ts'
import type { Drafts } from './drafts.ts'
import { useHighlights } from './highlights.ts'
import { type ItemAct, ItemMenu } from './item-menu.tsx'
import { ItemRow, MovableRow } from './item-row.tsx'
import { Movable } from './movable.tsx'
import { useOpenShortlist } from './open-shortlist.ts'
import { idsOf, inOrder, useOrder } from './order.ts'
import { OrderNotice } from './order-notice.tsx'
import { Reason } from './reason.tsx'
import { useRemoval } from './removal.ts'
import styles from './shortlist.module.css'

type Item = Shortlist['items'][number]
type ItemsProps = { drafts: Drafts }

export function ItemsToRead({ drafts }: ItemsProps) {
  const { org, shortlist, ownChanges } = useOpenShortlist()
  const fresh = useHighlights(shortlist, ownChanges)
  return (
    <ol className={styles.items} aria-label={listLabel}>
      {shortlist.items.map((item, index) => (
        <ItemRow key={item.solutionId} org={org} item={item} rank={index + 1} isNew={fresh.has(item.solutionId)}>
          <Reason item={item} mayEdit={false} drafts={drafts} />
        </ItemRow>
      ))}
    </ol>
  )
}

const listLabel = 'Solutions, best first'

/** While something is lifted the list stays as it was then: what others changed is there after the drop. */
export function ItemsToEdit({ drafts }: ItemsProps) {
  const { org, shortlist, ownChanges } = useOpenShortlist()
  const [held, setHeld] = useState<Shortlist | null>(null)
  const { wanted, order, ...ordering } = useOrder()
  const removing = useRemoval(drafts)
  const [told, setTold] = useState('')
  const shown = held ?? shortlist
  const fresh = useHighlights(shown, ownChanges)
  const items = inOrder(shown.items, wanted)
  const ids = idsOf(items)

  const drop = (next: string[] | null) => {
    setHeld(null)
    if (next) order(next, versionSeen(shown, shortlist))
  }
  const move = (from: number, to: number) => {
    order(arrayMove(ids, from, to))
    setTold(`${items[from]!.solution.name}, now number ${to + 1} of ${ids.length}`)
  }
  const act = (act: ItemAct, item: Item, at: number) => {
    const acts: Record<ItemAct, () => void> = {
      top: () => move(at, 0),
      up: () => move(at, at - 1),
      down: () => move(at, at + 1),
      write: () => drafts.begin(item),
      remove: () => removing.remove(item, at + 1),
    }
    acts[act]()
  }
  return (
    <>
      <OrderNotice ordering={ordering} removing={removing} />
      <Movable
        ids={ids}
        nameOf={(id) => items.find(({ solutionId }) => solutionId === id)?.solution.name ?? ''}
        onLift={() => setHeld(shortlist)}
        onDrop={drop}
      >
        <ol className={styles.items} aria-label={listLabel}>
          {items.map((item, at) => (
            <MovableRow
              key={item.solutionId}
              org={org}
              item={item}
              rank={at + 1}
              isNew={fresh.has(item.solutionId)}
              menu={
                <ItemMenu
                  name={item.solution.name}
                  hasReason={item.reason !== ''}
                  rank={at + 1}
                  count={items.length}
                  onAct={(chosen) => act(chosen, item, at)}
                />
              }
            >
              <Reason item={item} mayEdit drafts={drafts} />
            </MovableRow>
          ))}
        </ol>
      </Movable>
      <VisuallyHidden role="status">{told}</VisuallyHidden>
    </>
  )
}

/** A change that left the order alone does not make a drop old. */
const versionSeen = (shown: Shortlist, newest: Shortlist) =>
  idsOf(shown.items).join() === idsOf(newest.items).join() ? newest.version : shown.version
