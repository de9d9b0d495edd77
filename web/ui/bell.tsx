import { ActionIcon, Indicator, Popover } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import styles from './bell.module.css'

type BellProps = {
  unread: number
  /** What opens: the newest notifications. Called only then. */
  children: (close: () => void) => ReactNode
}

export function Bell({ unread, children }: BellProps) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover
      width="min(400px, calc(100vw - 24px))"
      position="bottom-end"
      trapFocus
      returnFocus
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <Indicator
          label={unread > 99 ? '99+' : unread}
          disabled={unread === 0}
          size={18}
          offset={9}
          classNames={{ indicator: styles.count ?? '' }}
        >
          <ActionIcon
            variant="subtle"
            color="gray"
            size={40}
            c="var(--hc-quiet)"
            aria-label={unread ? `Notifications, ${unread} unread` : 'Notifications'}
            aria-expanded={opened}
            aria-haspopup="dialog"
            onClick={() => setOpened(!opened)}
          >
            <IconBell size={22} stroke={1.7} />
          </ActionIcon>
        </Indicator>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Notifications">
        {opened && children(() => setOpened(false))}
      </Popover.Dropdown>
    </Popover>
  )
}
