import type { Me } from '../../shared/accounts.ts'
import { grants, roles } from '../../shared/permissions.ts'
import { placeOf } from '../me.ts'
import { paths } from '../paths.ts'
import type { SwitcherGroup } from '../ui/switcher.tsx'

/** Own organizations first, then those one works for (SPEC W3). */
export function switcherGroups(me: Me, current: string): SwitcherGroup[] {
  const entry = (organization: { slug: string; name: string }, detail: string) => ({
    place: placeOf(organization, me),
    detail,
    to: paths.workspace(organization.slug),
    isCurrent: organization.slug === current,
  })
  return [
    {
      label: 'Your organizations',
      entries: me.organizations.map((organization) => entry(organization, roles[organization.role])),
    },
    {
      label: 'Organizations you work for',
      entries: me.partnerships.map(({ organization, permissions }) =>
        entry(organization, permissions.map((name) => grants[name].label).join(', ')),
      ),
    },
  ]
}
