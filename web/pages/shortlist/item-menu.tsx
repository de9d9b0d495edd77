import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useRef } from 'react'
import { focusRowBeside } from './row-focus.ts'

export type ItemAct = 'top' | 'up' | 'down' | 'write' | 'remove'

type ItemMenuProps = {
  name: string
  hasReason: boolean
  /** Counted from 1. */
  rank: number
  count: number
  onAct: (act: ItemAct) => void
}

/** What the grip does too, for those who do not drag, and the rest that is rare. */
export function ItemMenu({ name, hasReason, rank, count, onAct }: ItemMenuProps) {
  const opener = useRef<HTMLButtonElement>(null)
  const entry = (act: ItemAct, label: string) => (
    <Menu.Item
      onClick={() => {
        if (act === 'remove') focusRowBeside(opener.current)
        else opener.current?.focus()
        onAct(act)
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
          data-row-menu
          aria-label={`Actions for ${name}`}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!isFirst && entry('top', 'Move to top')}
        {!isFirst && entry('up', 'Move up')}
        {!isLast && entry('down', 'Move down')}
        {entry('write', hasReason ? 'Change the line why' : 'Add a line why')}
        <Menu.Divider />
        {entry('remove', 'Remove')}
      </Menu.Dropdown>
    </Menu>
  )
}
