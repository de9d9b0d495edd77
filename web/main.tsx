import './strict-zod.ts'
import './styles.ts'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { createCache } from './api.ts'
import { forgetDrafts } from './kept-drafts.ts'
import { styleNonce } from './nonce.ts'
import { paths } from './paths.ts'
import { addressNow, safeReturnAddress } from './return-address.ts'
import { createAppRouter } from './routes.tsx'
import { cssVariables, theme } from './theme.ts'
import { colorSchemeManager } from './ui/color-scheme-manager.ts'

const Toasts = lazy(() => import('./ui/toasts.tsx'))
const cache = createCache(askToSignIn)
const router = createAppRouter(cache)

/** Whatever door says that nobody is signed in: sign in, and come back to this page. */
async function askToSignIn() {
  forgetDrafts()
  if ([paths.signIn, paths.goodbye].includes(location.pathname)) return
  const back = safeReturnAddress(addressNow())
  await router.navigate({ to: paths.signIn, search: back === paths.home ? {} : { back }, replace: true })
  cache.clear()
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Suspense>
        <Toasts />
      </Suspense>
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
