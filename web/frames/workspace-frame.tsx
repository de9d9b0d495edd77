import {
  IconBookmark,
  IconFileText,
  IconHistory,
  IconHome,
  IconInbox,
  IconLayoutGrid,
  IconListDetails,
  IconNote,
  IconSettings,
  IconUserShare,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams } from '@tanstack/react-router'
import { countBriefs } from '../../shared/briefs.ts'
import { countNotes } from '../../shared/notes.ts'
import type { Workspace as WorkspaceView } from '../../shared/organizations.ts'
import { countShortlists } from '../../shared/shortlists.ts'
import { reading } from '../api.ts'
import { placeOf, useMe } from '../me.ts'
import { WorkspaceGone } from '../pages/access-ended.tsx'
import { paths } from '../paths.ts'
import { NavigationHeading, NavigationLink, PartnerBar, Workspace } from '../ui/shell.tsx'
import { Switcher } from '../ui/switcher.tsx'
import type { Place } from '../ui/variables.ts'
import { HeaderEnd } from './header-end.tsx'
import { useNewAddress } from './new-address.ts'
import { useOpenWorkspace } from './open-workspace.ts'
import { switcherGroups } from './switcher-groups.ts'
import { SwitcherMore } from './switcher-more.tsx'

/** The pages inside one organization, for as long as one has access to it (SPEC G3). */
export default function WorkspaceFrame() {
  const { org } = useParams({ from: '/signed-in/w/$org' })
  const { workspace, isGone } = useOpenWorkspace(org)
  useNewAddress(org, workspace)
  if (isGone) return <WorkspaceGone key={org} org={org} wasOpen={workspace} />
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
const Menu = ({ workspace: { organization, can } }: { workspace: WorkspaceView }) => {
  const { slug, kind } = organization
  return (
    <>
      <NavigationLink to={paths.workspace(slug)} label="Overview" icon={IconHome} exact />
      {can.readShortlists && <ShortlistsLink org={slug} />}
      {can.readBriefs && <BriefsLink org={slug} />}
      {kind === 'solution' && <RequestsEntry />}
      {kind === 'buyer' && <NavigationLink to={paths.solutions(slug)} label="Solutions" icon={IconLayoutGrid} />}
      {can.readShortlists && (
        <NavigationLink to={paths.savedSolutions(slug)} label="Saved solutions" icon={IconBookmark} />
      )}
      {can.readNotes && <NotesLink org={slug} />}
      {can.readMembers && <NavigationHeading>Organization</NavigationHeading>}
      {can.readMembers && <NavigationLink to={paths.members(slug)} label="Team" icon={IconUsers} />}
      {can.manageDelegations && <NavigationLink to={paths.partners(slug)} label="Partners" icon={IconUserShare} />}
      {can.readAudit && <NavigationLink to={paths.audit(slug)} label="Audit log" icon={IconHistory} />}
      {can.manageOrganization && (
        <NavigationLink to={paths.organizationSettings(slug)} label="Settings" icon={IconSettings} />
      )}
    </>
  )
}

/** The count comes when it is there; the menu waits for nothing. */
function ShortlistsLink({ org }: { org: string }) {
  const { data } = useQuery(reading(countShortlists, { org }))
  return (
    <NavigationLink
      to={paths.shortlists(org)}
      label="Shortlists"
      icon={IconListDetails}
      count={data?.all || undefined}
    />
  )
}

const RequestsEntry = () => (
  <NavigationLink to={paths.requests} label="Requests" icon={IconInbox} count={useMe().requests?.open || undefined} />
)

function BriefsLink({ org }: { org: string }) {
  const { data } = useQuery(reading(countBriefs, { org }))
  return <NavigationLink to={paths.briefs(org)} label="Briefs" icon={IconFileText} count={data?.all || undefined} />
}

function NotesLink({ org }: { org: string }) {
  const { data } = useQuery(reading(countNotes, { org }))
  return (
    <NavigationLink
      to={paths.notes(org)}
      label="Notes"
      icon={IconNote}
      news={data?.unread ? `${data.unread} unread` : undefined}
      count={data?.all || undefined}
    />
  )
}
