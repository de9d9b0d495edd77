import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useRouterState,
} from '@tanstack/react-router'
import { readMe } from '../shared/accounts.ts'
import { openWorkspace } from '../shared/organizations.ts'
import { reading } from './api.ts'
import { ErrorPage, NotFound } from './pages/error.tsx'
import { safeReturnAddress } from './return-address.ts'
import { startOf } from './start.ts'
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

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ back }): { back?: string } => (back ? { back: safeReturnAddress(back) } : {}),
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx')),
})

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

/* Signed in: who is not is asked to sign in by the door itself (main.tsx). */

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: ({ context: { cache } }) => cache.ensureQueryData(reading(readMe, {})).then(() => undefined),
})

const welcome = createRoute({
  getParentRoute: () => signedIn,
  path: '/welcome',
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
  component: lazyRouteComponent(() => import('./pages/notifications.tsx')),
})

const account = createRoute({
  getParentRoute: () => lobby,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account.tsx')),
})

/* Inside one organization. */

const workspace = createRoute({
  getParentRoute: () => signedIn,
  path: '/w/$org',
  loader: ({ context: { cache }, params }) =>
    cache.ensureQueryData(reading(openWorkspace, params)).then(() => undefined),
  component: lazyRouteComponent(() => import('./frames/workspace-frame.tsx')),
})

const workspaceStart = createRoute({
  getParentRoute: () => workspace,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/workspace-start.tsx')),
})

const partners = createRoute({
  getParentRoute: () => workspace,
  path: '/settings/partners',
  component: lazyRouteComponent(() => import('./pages/partners.tsx')),
})

const tree = root.addChildren([
  home,
  signIn,
  resetPassword,
  invitation,
  signedIn.addChildren([
    welcome,
    newOrganization,
    lobby.addChildren([partnerDashboard, notifications, account]),
    workspace.addChildren([workspaceStart, partners]),
  ]),
])

export const createAppRouter = (cache: QueryClient) =>
  createRouter({
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

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
