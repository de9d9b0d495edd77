import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core'
import { restrictToParentElement, restrictToVerticalAxis } from '@dnd-kit/modifiers'
import { arrayMove, SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable'
import type { ReactNode } from 'react'

type MovableProps = {
  ids: string[]
  nameOf: (id: string) => string
  onLift?: () => void
  /** The new order, or null where everything stays. */
  onDrop: (ids: string[] | null) => void
  children: ReactNode
}

const modifiers = [restrictToVerticalAxis, restrictToParentElement]
const screenReaderInstructions = {
  draggable:
    'Press Space to lift it, move it with the arrow keys, and press Space again to put it down. Escape leaves everything as it was.',
}

/** Rows that are moved by their grips: with a pointer, a finger or the keyboard. */
export function Movable({ ids, nameOf, onLift, onDrop, children }: MovableProps) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const drop = (lifted: string, over: string | undefined) => {
    const isMoved = over !== undefined && over !== lifted
    onDrop(isMoved ? arrayMove(ids, ids.indexOf(lifted), ids.indexOf(over)) : null)
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={modifiers}
      accessibility={{ announcements: announcing(ids, nameOf), screenReaderInstructions }}
      {...(onLift && { onDragStart: onLift })}
      onDragEnd={({ active, over }) => drop(String(active.id), over ? String(over.id) : undefined)}
      onDragCancel={() => onDrop(null)}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  )
}

type Told = { active: { id: string | number }; over: { id: string | number } | null }

/** What a screen reader says while something moves. */
function announcing(ids: string[], nameOf: (id: string) => string) {
  const number = (id: string | number) => `number ${ids.indexOf(String(id)) + 1} of ${ids.length}`
  const name = ({ active }: Pick<Told, 'active'>) => nameOf(String(active.id))
  return {
    onDragStart: (told: Pick<Told, 'active'>) => `${name(told)} lifted, now ${number(told.active.id)}`,
    onDragOver: (told: Told) => (told.over ? `${name(told)}, now ${number(told.over.id)}` : undefined),
    onDragEnd: (told: Told) => (told.over ? `${name(told)} put down, now ${number(told.over.id)}` : undefined),
    onDragCancel: (told: Told) => `${name(told)} stays ${number(told.active.id)}`,
  }
}
