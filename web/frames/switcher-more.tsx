import { IconLayoutGrid, IconPlus } from '@tabler/icons-react'
import { paths } from '../paths.ts'
import { MenuLink } from '../ui/menu-link.tsx'

/** Below the organizations of the switcher: all of them at once, and a new one. */
export const SwitcherMore = () => (
  <>
    <MenuLink to={paths.partnerDashboard} leftSection={<IconLayoutGrid size={18} stroke={1.6} />}>
      Partner Dashboard
    </MenuLink>
    <MenuLink to={paths.newOrganization} leftSection={<IconPlus size={18} stroke={1.6} />}>
      Create an organization
    </MenuLink>
  </>
)
