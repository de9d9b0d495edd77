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
      withinPortal={false}
      trapFocus
      returnFocus
      opened={opened}
      onChange={setOpened}
    >
      <Indicator
        label={unread > 99 ? '99+' : unread}
        disabled={unread === 0}
        size={18}
        offset={9}
        color="var(--hc-accent)"
        classNames={{ indicator: styles.count ?? '' }}
      >
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={40}
            c="var(--hc-quiet)"
            aria-label={unread ? `Notifications, ${unread} unread` : 'Notifications'}
            onClick={() => setOpened(!opened)}
          >
            <IconBell size={22} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label="Notifications">
        {opened && children(() => setOpened(false))}
      </Popover.Dropdown>
    </Popover>
  )
}
