import { Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './account-menu.module.css'
import { ColorSchemeChoice } from './color-scheme.tsx'
import { PersonAvatar } from './who.tsx'

type AccountMenuProps = {
  name: string
  /** The address one is signed in with. */
  detail: string
  /** `MenuLink`s to the pages of the account. */
  children: ReactNode
  onSignOut: () => void
}

/** Who one is, one's own pages, how it looks, and the way out. */
export const AccountMenu = ({ name, detail, children, onSignOut }: AccountMenuProps) => (
  <Menu withinPortal={false}>
    <Menu.Target>
      <UnstyledButton className={styles.opener}>
        <VisuallyHidden>Account of {name}</VisuallyHidden>
        <PersonAvatar name={name} size={34} />
      </UnstyledButton>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Label>
        <Text size="sm" fw={600} truncate c="var(--mantine-color-text)">
          {name}
        </Text>
        <Text size="xs" truncate title={detail}>
          {detail}
        </Text>
      </Menu.Label>
      {children}
      <Menu.Divider />
      <ColorSchemeChoice />
      <Menu.Divider />
      <Menu.Item onClick={onSignOut}>Sign out</Menu.Item>
    </Menu.Dropdown>
  </Menu>
)
