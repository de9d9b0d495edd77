import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useRef } from 'react'
import type { Shortlist } from '../../../shared/shortlists.ts'

export type ItemAct = 'top' | 'up' | 'down' | 'write' | 'remove'

type ItemMenuProps = {
  item: Shortlist['items'][number]
  /** Counted from 1. */
  rank: number
  count: number
  acts: Record<ItemAct, () => void>
}

/** What the grip does too, for those who do not drag, and the rest that is rare. */
export function ItemMenu({ item, rank, count, acts }: ItemMenuProps) {
  const opener = useRef<HTMLButtonElement>(null)
  const entry = (act: ItemAct, label: string) => (
    <Menu.Item
      onClick={() => {
        opener.current?.focus()
        acts[act]()
      }}
    >
      {label}
    </Menu.Item>
  )
  const isFirst = rank === 1
  const isLast = rank === count
  return (
    <Menu portalProps={{ target: '#main' }}>
      <Menu.Target>
        <ActionIcon
          ref={opener}
          variant="subtle"
          color="gray"
          size={36}
          data-row-menu={item.solutionId}
          aria-label={`Actions for ${item.solution.name}`}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!isFirst && entry('top', 'Move to top')}
        {!isFirst && entry('up', 'Move up')}
        {!isLast && entry('down', 'Move down')}
        {entry('write', item.reason ? 'Change the line why' : 'Add a line why')}
        <Menu.Divider />
        {entry('remove', 'Remove')}
      </Menu.Dropdown>
    </Menu>
  )
}
