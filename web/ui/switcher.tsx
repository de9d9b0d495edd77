import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconSelector } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { MenuLink } from './menu-link.tsx'
import styles from './shell.module.css'
import type { Place } from './variables.ts'
import { Line, OrganizationMonogram } from './who.tsx'

export type SwitcherGroup = {
  label: string
  entries: { place: Place; detail: string; to: string; isCurrent: boolean }[]
}

type SwitcherProps = {
  current: Place
  groups: SwitcherGroup[]
  /** More entries below, such as a `MenuLink` to the dashboard. */
  children?: ReactNode
}

/** Where one is, and where else one may go. A menu, so arrow keys and typing a letter work. */
export const Switcher = ({ current, groups, children }: SwitcherProps) => (
  <Menu
    width="min(340px, calc(100vw - 24px))"
    position="bottom-start"
    withinPortal={false}
    classNames={{ itemLabel: styles.entry ?? '' }}
  >
    <Menu.Target>
      <UnstyledButton className={styles.switcher}>
        <VisuallyHidden>Switch workspace. You are in</VisuallyHidden>
        <OrganizationMonogram of={current} size={28} />
        <span className={styles.name}>{current.name}</span>
        <IconSelector size={18} className={styles.fixed} />
      </UnstyledButton>
    </Menu.Target>
    <Menu.Dropdown className={styles.groups}>
      {groups.map((group) => (
        <Group key={group.label} {...group} />
      ))}
      {children && <Menu.Divider />}
      {children}
    </Menu.Dropdown>
  </Menu>
)

const Group = ({ label, entries }: SwitcherGroup) => (
  <>
    {entries.length > 0 && <Menu.Label>{label}</Menu.Label>}
    {entries.map(({ place, detail, to, isCurrent }) => (
      <MenuLink
        key={to}
        to={to}
        aria-current={isCurrent ? 'true' : undefined}
        rightSection={isCurrent && <IconCheck size={18} />}
      >
        <Line picture={<OrganizationMonogram of={place} />} name={place.name} detail={detail} />
      </MenuLink>
    ))}
  </>
)
