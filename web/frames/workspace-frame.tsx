import { IconHome, IconUserShare } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import type { Workspace as WorkspaceView } from '../../shared/organizations.ts'
import { placeOf, useMe } from '../me.ts'
import { WorkspaceGone } from '../pages/access-ended.tsx'
import { paths } from '../paths.ts'
import { NavigationHeading, NavigationLink, PartnerBar, Workspace } from '../ui/shell.tsx'
import { Switcher } from '../ui/switcher.tsx'
import type { Place } from '../ui/variables.ts'
import { HeaderEnd } from './header-end.tsx'
import { useOpenWorkspace } from './open-workspace.ts'
import { switcherGroups } from './switcher-groups.ts'
import { SwitcherMore } from './switcher-more.tsx'

/** The pages inside one organization, for as long as one has access to it (SPEC G3). */
export default function WorkspaceFrame() {
  const { org } = useParams({ from: '/signed-in/w/$org' })
  const { workspace, isGone } = useOpenWorkspace(org)
  if (isGone) return <WorkspaceGone key={org} org={org} />
  return workspace && <Frame workspace={workspace} />
}

function Frame({ workspace }: { workspace: WorkspaceView }) {
  const me = useMe()
  const place = placeOf(workspace.organization, me)
  return (
    <Workspace
      organization={place}
      home={paths.home}
      partnerBar={workspace.as === 'partner' && <Bar place={place} workspace={workspace} />}
      switcher={<Switching place={place} />}
      end={<HeaderEnd />}
      navigation={<Menu workspace={workspace} />}
    >
      <Outlet />
    </Workspace>
  )
}

const Bar = ({ place, workspace }: { place: Place; workspace: WorkspaceView }) => (
  <PartnerBar
    organization={place}
    sees={sees[workspace.dataVisibility ?? 'scoped']}
    dashboard={paths.partnerDashboard}
  />
)

const sees = { scoped: 'You see only your own work', full: 'You see all published work' }

const Switching = ({ place }: { place: Place & { slug: string } }) => (
  <Switcher current={place} groups={switcherGroups(useMe(), place.slug)}>
    <SwitcherMore />
  </Switcher>
)

/** Only what this person may enter: what was not granted is not there. */
const Menu = ({ workspace: { organization, can } }: { workspace: WorkspaceView }) => (
  <>
    <NavigationLink to={paths.workspace(organization.slug)} label="Overview" icon={IconHome} exact />
    {can.manageDelegations && (
      <>
        <NavigationHeading>Organization</NavigationHeading>
        <NavigationLink to={paths.partners(organization.slug)} label="Partners" icon={IconUserShare} />
      </>
    )}
  </>
)
