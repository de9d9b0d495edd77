import { useForm } from '@mantine/form'
import { useEffect } from 'react'
import type { OrganizationSettings } from '../../../shared/organizations.ts'

/** As the fields hold them: an empty number is the installation's. */
type Values = { name: string; slug: string; inviteExpiryDays: number | string; viewersSeeQuotes: boolean }
type Changes = Partial<Pick<OrganizationSettings, 'name' | 'slug' | 'inviteExpiryDays' | 'viewersSeeQuotes'>>
export type SettingsForm = ReturnType<typeof useForm<Values>>

export const valuesOf = ({ name, slug, inviteExpiryDays, viewersSeeQuotes }: OrganizationSettings): Values => ({
  name,
  slug,
  inviteExpiryDays: inviteExpiryDays ?? '',
  viewersSeeQuotes,
})

/** What others save meanwhile is taken over, but never what is being typed here. */
export function useSettingsForm(settings: OrganizationSettings): SettingsForm {
  const form = useForm({ initialValues: valuesOf(settings) })
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other settings are news
  useEffect(() => {
    const typed = dirtyIn(form, form.getValues())
    form.resetDirty(valuesOf(settings))
    form.setValues({ ...valuesOf(settings), ...typed })
  }, [settings])
  return form
}

const dirtyIn = (form: SettingsForm, values: Values): Partial<Values> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => form.isDirty(name)))

/** Only what was changed here goes out. */
export function changesIn(form: SettingsForm, values: Values): Changes {
  const { inviteExpiryDays, ...changes } = dirtyIn(form, values)
  if (inviteExpiryDays === undefined) return changes
  return { ...changes, inviteExpiryDays: inviteExpiryDays === '' ? null : Number(inviteExpiryDays) }
}
