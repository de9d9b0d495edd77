import { IconFileDescription, IconListDetails, IconNote } from '@tabler/icons-react'
import { type Grant, grants } from '../shared/permissions.ts'
import type { Granted } from './ui/permission-list.tsx'

export const grantIcons = { shortlists: IconListDetails, briefs: IconFileDescription, notes: IconNote }

/** What was granted, as a `PermissionList` shows it. */
export const grantedLines = (granted: Grant[]): Granted[] =>
  granted.map((name) => ({ ...grants[name], icon: grantIcons[name] }))
