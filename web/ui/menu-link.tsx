import { Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { Html } from './link.tsx'

/** An entry of a menu that leads somewhere: `to` is an address from paths.ts. */
export const MenuLink = createLink((props: Html<MenuItemProps>) => <Menu.Item component="a" {...props} />)
