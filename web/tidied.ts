import { notifications } from '@mantine/notifications'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'

/* For every test that runs in the browser's stand-in: the next test of the file begins with none of what it left. */

beforeEach(() => {
  // Pages are loaded when they are opened.
  configure({ asyncUtilTimeout: 10_000, defaultHidden: false })
})

afterEach(() => {
  cleanup()
  notifications.clean()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  localStorage.clear()
  sessionStorage.clear()
  document.body.replaceChildren()
  document.title = ''
  window.history.replaceState(null, '', '/')
})
