import { Stack } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { readOrganization, type OrganizationSettings as Settings } from '../../shared/organizations.ts'
import { useRead } from '../api.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHeader } from '../ui/page.tsx'
import { Domains } from './organization-settings/domains.tsx'
import { General } from './organization-settings/general.tsx'
import { Ghosts } from './organization-settings/ghosts.tsx'

/** What admins decide for their organization. */
export default function OrganizationSettings() {
  const { org } = useParams({ from: '/signed-in/w/$org/managing/settings/organization' })
  return (
    <Stack gap="lg" maw={760}>
      <PageHeader title="Settings" purpose="What admins decide for the whole organization." />
      <Loaded label="Loading the settings" skeleton={<Ghosts />}>
        <Sections org={org} />
      </Loaded>
    </Stack>
  )
}

function Sections({ org }: { org: string }) {
  const settings: Settings = useRead(readOrganization, { org })
  return (
    <>
      <General org={org} settings={settings} />
      {settings.kind === 'buyer' && <Domains org={org} settings={settings} />}
    </>
  )
}
