import { type DataVisibility, dataVisibilities, type IdentityMode, identityModes } from '../../shared/delegations.ts'
import { type Grant, grants } from '../../shared/permissions.ts'

/** What a partner was given. */
export type Terms = { permissions: Grant[]; dataVisibility: DataVisibility; identityMode: IdentityMode }

/** What changed, a sentence each: for the partner's news and the admins' timeline alike. */
export function changesBetween(before: Terms, after: Terms): string[] {
  const missing = (from: Terms, to: Terms) => to.permissions.filter((name) => !from.permissions.includes(name))
  return [
    ...missing(before, after).map((name) => `${grants[name].label} was added`),
    ...missing(after, before).map((name) => `${grants[name].label} was removed`),
    ...(before.dataVisibility === after.dataVisibility
      ? []
      : [`Visibility is now “${dataVisibilities[after.dataVisibility].label}”`]),
    ...(before.identityMode === after.identityMode
      ? []
      : [`Identity toward solutions is now “${identityModes[after.identityMode].label}”`]),
  ]
}
