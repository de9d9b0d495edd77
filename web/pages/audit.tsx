import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { openWorkspace } from '../../shared/organizations.ts'
import { useRead } from '../api.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHeader } from '../ui/page.tsx'
import { fileAddress, useAuditAddress } from './audit/address.ts'
import { EventList, Ghosts } from './audit/event-list.tsx'
import { Filters } from './audit/filters.tsx'

/** SPEC 11: everything that was changed here, and who did it. */
export default function Audit() {
  const { org, filter } = useAuditAddress()
  const { organization, can } = useRead(openWorkspace, { org })
  return (
    <>
      <PageHeader
        title="Audit log"
        purpose={`Everything that was changed at ${organization.name}. Nobody can edit or delete it. The CSV holds at most the newest 10,000 events.`}
        actions={
          <Button
            component="a"
            href={fileAddress(org, filter)}
            download
            variant="default"
            leftSection={<IconDownload size={18} />}
          >
            Download CSV
          </Button>
        }
      />
      <Filters ofBuyer={organization.kind === 'buyer'} withPartners={can.manageDelegations} />
      <Loaded label="Loading the audit log" skeleton={<Ghosts />}>
        <EventList />
      </Loaded>
    </>
  )
}
