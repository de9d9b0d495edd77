import { notifications } from '@mantine/notifications'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'

/* For every test of a file that runs in the browser's stand-in: files of one worker share it, and the libraries they import. */

// Our own modules remember what happened in the page: who signed out, where one arrived. A file begins with none of it.
vi.resetModules()

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
