import type { CSSProperties } from 'react'

/** Custom properties for `style`: what a stylesheet cannot know, such as an organization's colour. */
export const variables = (values: Record<`--${string}`, string | undefined>) => values as CSSProperties

/** An organization as far as it is drawn: its colour comes from `withColors` or `organizationColor` in shared/. */
export type Place = { name: string; color: string }
