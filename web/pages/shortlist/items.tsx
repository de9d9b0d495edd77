import { VisuallyHidden } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Shortlist } from '../../../shared/shortlists.ts'
import { Movable } from '../../ui/movable.tsx'
import { useFocusKept } from '../../ui/row-focus.ts'
import type { Drafts } from './drafts.ts'
import { useHighlights } from './highlights.ts'
import { type ItemAct, ItemMenu } from './item-menu.tsx'
import { ItemRow, MovableRow } from './item-row.tsx'
import { useOpenShortlist } from './open-shortlist.ts'
import { idsOf, useOrder } from './order.ts'
import { OrderNotice } from './order-notice.tsx'
import { Reason } from './reason.tsx'
import { useRemoval } from './removal.ts'
import styles from './shortlist.module.css'

type Item = Shortlist['items'][number]
const listLabel = 'Solutions, best first'

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

export function ItemsToEdit({ drafts }: ItemsProps) {
  const { org, ownChanges } = useOpenShortlist()
  const { shown, items, lift, drop, move, ...ordering } = useOrder()
  const removing = useRemoval(drafts)
  const fresh = useHighlights(shown, ownChanges)
  const [told, setTold] = useState('')
  const ids = idsOf(items)
  const list = useRef<HTMLOListElement>(null)
  const keepFocus = useFocusKept(list, ids)

  const moveTo = (from: number, to: number) => {
    move(from, to)
    setTold(`${items[from]!.solution.name}, now number ${to + 1} of ${items.length}`)
  }
  const remove = (item: Item, at: number) => {
    keepFocus(item.solutionId, at)
    removing.remove(item, at + 1)
  }
  const actsOn = (item: Item, at: number): Record<ItemAct, () => void> => ({
    top: () => moveTo(at, 0),
    up: () => moveTo(at, at - 1),
    down: () => moveTo(at, at + 1),
    write: () => drafts.begin(item),
    remove: () => remove(item, at),
  })
  return (
    <>
      <OrderNotice ordering={ordering} removing={removing} />
      <Movable ids={ids} nameOf={(id) => items[ids.indexOf(id)]?.solution.name ?? ''} onLift={lift} onDrop={drop}>
        <ol ref={list} className={styles.items} aria-label={listLabel}>
          {items.map((item, at) => (
            <MovableRow
              key={item.solutionId}
              org={org}
              item={item}
              rank={at + 1}
              isNew={fresh.has(item.solutionId)}
              menu={<ItemMenu item={item} rank={at + 1} count={items.length} acts={actsOn(item, at)} />}
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
