import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
  useRouterState,
} from '@tanstack/react-router'
import { type Me, readMe } from '../shared/accounts.ts'
import { openWorkspace, type Workspace } from '../shared/organizations.ts'
import { call, reading } from './api.ts'
import { takeSecretsFromAddress } from './invitation-secret.ts'
import { auditSearch } from './pages/audit/search.ts'
import { briefsSearch } from './pages/briefs/search.ts'
import { ErrorPage, NotFound } from './pages/error.tsx'
import { membersSearch } from './pages/members/search.ts'
import { notesSearch, soughtNote } from './pages/notes/search.ts'
import { notificationsSearch } from './pages/notifications/search.ts'
import { NothingHere, PageRefused } from './pages/page-refused.tsx'
import { partnersSearch } from './pages/partners/search.ts'
import { requestsSearch } from './pages/requests/search.ts'
import { shortlistsSearch } from './pages/shortlists/search.ts'
import { solutionsSearch } from './pages/solutions/search.ts'
import { movedTo, paths } from './paths.ts'
import { safeReturnAddress } from './return-address.ts'
import { afterSignIn, startOf, welcomeThen } from './start.ts'
import { Arrival } from './ui/heading.tsx'
import { Waiting } from './ui/waiting.tsx'

const root = createRootRouteWithContext<{ cache: QueryClient }>()({ component: Root })

function Root() {
  const arrival = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname ?? '' })
  return (
    <Arrival value={arrival}>
      <Outlet />
    </Arrival>
  )
}

/* Outside: for everybody. */

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context: { cache } }) => {
    throw redirect({ to: startOf(await cache.ensureQueryData(reading(readMe, {}))), replace: true })
  },
})

/** Where to go afterwards: never to a stranger. */
const backIn = ({ back }: Record<string, unknown>): { back?: string } => (back ? { back: safeReturnAddress(back) } : {})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: backIn,
  beforeLoad: async ({ search: { back = paths.home }, preload }) => {
    const me = preload ? null : await whoIsSignedIn()
    if (me) throw redirect({ href: afterSignIn(me, back), replace: true })
  },
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx')),
})

/** Asked past the cache: there, whoever is signed out would be sent to sign in, and is on the way already. */
const whoIsSignedIn = (): Promise<Me | null> => call(readMe, {}).catch(() => null)

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./pages/reset-password.tsx')),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitations/$id',
  component: lazyRouteComponent(() => import('./pages/invitation.tsx')),
})

/** Where the foot of a mail leads: whoever holds the mail needs no session. */
const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: '/unsubscribe/$token',
  component: lazyRouteComponent(() => import('./pages/unsubscribe.tsx')),
})

/** Where the notice of a change of address leads: its secret is in the fragment. */
const stopEmailChange = createRoute({
  getParentRoute: () => root,
  path: '/email-changes/$id',
  component: lazyRouteComponent(() => import('./pages/stop-email-change.tsx')),
})

const goodbye = createRoute({
  getParentRoute: () => root,
  path: '/goodbye',
  component: lazyRouteComponent(() => import('./pages/goodbye.tsx')),
})

/* Signed in: who is not is asked to sign in by the door itself (main.tsx). */

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context: { cache }, location: { pathname, href } }) => {
    const { user } = await cache.ensureQueryData(reading(readMe, {}))
    if (!user.name && pathname !== paths.welcome) throw redirect({ href: welcomeThen(safeReturnAddress(href)) })
  },
})

const welcome = createRoute({
  getParentRoute: () => signedIn,
  path: '/welcome',
  validateSearch: backIn,
  beforeLoad: async ({ context: { cache }, search: { back = paths.home } }) => {
    const me = await cache.ensureQueryData(reading(readMe, {}))
    if (me.user.name) throw redirect({ href: afterSignIn(me, back), replace: true })
  },
  component: lazyRouteComponent(() => import('./pages/welcome.tsx')),
})

const newOrganization = createRoute({
  getParentRoute: () => signedIn,
  path: '/organizations/new',
  component: lazyRouteComponent(() => import('./pages/new-organization.tsx')),
})

/* Between organizations. */

const lobby = createRoute({
  getParentRoute: () => signedIn,
  id: 'lobby',
  component: lazyRouteComponent(() => import('./frames/lobby-frame.tsx')),
})

const partnerDashboard = createRoute({
  getParentRoute: () => lobby,
  path: '/partner',
  component: lazyRouteComponent(() => import('./pages/partner-dashboard.tsx')),
})

const notifications = createRoute({
  getParentRoute: () => lobby,
  path: '/notifications',
  validateSearch: notificationsSearch,
  component: lazyRouteComponent(() => import('./pages/notifications.tsx')),
})

const notificationPreferences = createRoute({
  getParentRoute: () => lobby,
  path: '/notifications/preferences',
  component: lazyRouteComponent(() => import('./pages/notification-preferences.tsx')),
})

const account = createRoute({
  getParentRoute: () => lobby,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account.tsx')),
})

/** The solution's side of briefs: of all solutions that one stands for (SPEC 6). */
const requests = createRoute({
  getParentRoute: () => lobby,
  path: '/requests',
  validateSearch: requestsSearch,
  component: lazyRouteComponent(() => import('./pages/requests.tsx')),
})

const request = createRoute({
  getParentRoute: () => lobby,
  path: '/requests/$id',
  component: lazyRouteComponent(() => import('./pages/request.tsx')),
  errorComponent: PageRefused,
})

/* Inside one organization. */

const workspace = createRoute({
  getParentRoute: () => signedIn,
  path: '/w/$org',
  loader: async ({ context: { cache }, params: { org }, location: { href } }) => {
    const { organization } = await cache.ensureQueryData(reading(openWorkspace, { org }))
    // W1: an address of old leads here; from now on the bar shows the new one.
    if (organization.slug !== org) throw redirect({ href: movedTo(href, organization.slug), replace: true })
  },
  component: lazyRouteComponent(() => import('./frames/workspace-frame.tsx')),
  errorComponent: lazyRouteComponent(() => import('./frames/workspace-problem.tsx')),
})

const workspaceStart = createRoute({
  getParentRoute: () => workspace,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/workspace-start.tsx')),
  errorComponent: PageRefused,
})

const partners = createRoute({
  getParentRoute: () => workspace,
  path: '/settings/partners',
  validateSearch: partnersSearch,
  component: lazyRouteComponent(() => import('./pages/partners.tsx')),
  errorComponent: PageRefused,
})

/** Pages that exist for those who may: for others neither the page nor its code is asked for (SPEC D5). */
const existsFor = (may: (workspace: Workspace) => boolean) => ({
  beforeLoad: async ({
    context: { cache },
    params: { org },
  }: {
    context: { cache: QueryClient }
    params: { org: string }
  }) => {
    // Where the workspace itself is refused, its own route says so.
    const workspace = await cache.ensureQueryData(reading(openWorkspace, { org })).catch(() => null)
    if (workspace && !may(workspace)) throw notFound()
  },
  notFoundComponent: NothingHere,
})

const team = createRoute({
  getParentRoute: () => workspace,
  id: 'team',
  ...existsFor(({ can }) => can.readMembers),
})

const members = createRoute({
  getParentRoute: () => team,
  path: '/settings/members',
  validateSearch: membersSearch,
  component: lazyRouteComponent(() => import('./pages/members.tsx')),
  errorComponent: PageRefused,
})

const managing = createRoute({
  getParentRoute: () => workspace,
  id: 'managing',
  ...existsFor(({ can }) => can.manageOrganization),
})

const organizationSettings = createRoute({
  getParentRoute: () => managing,
  path: '/settings/organization',
  component: lazyRouteComponent(() => import('./pages/organization-settings.tsx')),
  errorComponent: PageRefused,
})

const reaching = createRoute({
  getParentRoute: () => workspace,
  id: 'reaching',
  ...existsFor(({ can }) => can.manageMembers),
})

const mailFailures = createRoute({
  getParentRoute: () => reaching,
  path: '/settings/members/mail-failures',
  component: lazyRouteComponent(() => import('./pages/mail-failures.tsx')),
  errorComponent: PageRefused,
})

const auditing = createRoute({
  getParentRoute: () => workspace,
  id: 'auditing',
  ...existsFor(({ can }) => can.readAudit),
})

const audit = createRoute({
  getParentRoute: () => auditing,
  path: '/settings/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./pages/audit.tsx')),
  errorComponent: PageRefused,
})

const catalogue = createRoute({
  getParentRoute: () => workspace,
  id: 'catalogue',
  ...existsFor(({ organization }) => organization.kind === 'buyer'),
})

const solutions = createRoute({
  getParentRoute: () => catalogue,
  path: '/solutions',
  validateSearch: solutionsSearch,
  component: lazyRouteComponent(() => import('./pages/solutions.tsx')),
  errorComponent: PageRefused,
})

const solution = createRoute({
  getParentRoute: () => catalogue,
  path: '/solutions/$slug',
  validateSearch: soughtNote,
  component: lazyRouteComponent(() => import('./pages/solution.tsx')),
  errorComponent: PageRefused,
})

const shortlisting = createRoute({
  getParentRoute: () => workspace,
  id: 'shortlisting',
  ...existsFor(({ can }) => can.readShortlists),
})

const savedSolutions = createRoute({
  getParentRoute: () => shortlisting,
  path: '/saved-solutions',
  component: lazyRouteComponent(() => import('./pages/saved-solutions.tsx')),
  errorComponent: PageRefused,
})

const shortlists = createRoute({
  getParentRoute: () => shortlisting,
  path: '/shortlists',
  validateSearch: shortlistsSearch,
  component: lazyRouteComponent(() => import('./pages/shortlists.tsx')),
  errorComponent: PageRefused,
})

const shortlist = createRoute({
  getParentRoute: () => shortlisting,
  path: '/shortlists/$id',
  validateSearch: soughtNote,
  component: lazyRouteComponent(() => import('./pages/shortlist.tsx')),
  errorComponent: PageRefused,
})

const compareShortlist = createRoute({
  getParentRoute: () => shortlisting,
  path: '/shortlists/$id/compare',
  component: lazyRouteComponent(() => import('./pages/compare-shortlist.tsx')),
  errorComponent: PageRefused,
})

const briefing = createRoute({
  getParentRoute: () => workspace,
  id: 'briefing',
  ...existsFor(({ can }) => can.readBriefs),
})

const briefs = createRoute({
  getParentRoute: () => briefing,
  path: '/briefs',
  validateSearch: briefsSearch,
  component: lazyRouteComponent(() => import('./pages/briefs.tsx')),
  errorComponent: PageRefused,
})

const brief = createRoute({
  getParentRoute: () => briefing,
  path: '/briefs/$id',
  validateSearch: soughtNote,
  component: lazyRouteComponent(() => import('./pages/brief.tsx')),
  errorComponent: PageRefused,
})

const briefPreview = createRoute({
  getParentRoute: () => briefing,
  path: '/briefs/$id/preview',
  component: lazyRouteComponent(() => import('./pages/brief-preview.tsx')),
  errorComponent: PageRefused,
})

const briefResponses = createRoute({
  getParentRoute: () => briefing,
  path: '/briefs/$id/responses',
  validateSearch: soughtNote,
  component: lazyRouteComponent(() => import('./pages/brief-responses.tsx')),
  errorComponent: PageRefused,
})

const noting = createRoute({
  getParentRoute: () => workspace,
  id: 'noting',
  ...existsFor(({ can }) => can.readNotes),
})

const notes = createRoute({
  getParentRoute: () => noting,
  path: '/notes',
  validateSearch: notesSearch,
  component: lazyRouteComponent(() => import('./pages/notes.tsx')),
  errorComponent: PageRefused,
})

const restoring = createRoute({
  getParentRoute: () => workspace,
  id: 'restoring',
  ...existsFor(({ can }) => can.restoreWork),
})

const trash = createRoute({
  getParentRoute: () => restoring,
  path: '/trash',
  component: lazyRouteComponent(() => import('./pages/trash.tsx')),
  errorComponent: PageRefused,
})

const tree = root.addChildren([
  home,
  signIn,
  resetPassword,
  invitation,
  unsubscribe,
  stopEmailChange,
  goodbye,
  signedIn.addChildren([
    welcome,
    newOrganization,
    lobby.addChildren([partnerDashboard, notifications, notificationPreferences, account, requests, request]),
    workspace.addChildren([
      workspaceStart,
      partners,
      reaching.addChildren([mailFailures]),
      team.addChildren([members]),
      managing.addChildren([organizationSettings]),
      auditing.addChildren([audit]),
      catalogue.addChildren([solutions, solution]),
      shortlisting.addChildren([savedSolutions, shortlists, shortlist, compareShortlist]),
      briefing.addChildren([briefs, brief, briefPreview, briefResponses]),
      noting.addChildren([notes]),
      restoring.addChildren([trash]),
    ]),
  ]),
])

export const createAppRouter = (cache: QueryClient) => {
  // Before the router reads the address, and before anything is drawn or asked.
  takeSecretsFromAddress()
  return createRouter({
    routeTree: tree,
    context: { cache },
    defaultPreload: 'intent',
    // The cache of the doors decides what is fresh; a second one would only disagree.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ErrorPage,
    defaultPendingComponent: Waiting,
    defaultPendingMs: 200,
    defaultPendingMinMs: 300,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
