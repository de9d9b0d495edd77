import { localStorageColorSchemeManager } from '@mantine/core'

/** The choice stays in this browser. public/color-scheme.js reads the same key before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'color-scheme' })
