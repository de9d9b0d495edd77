import { Button, Title } from '@mantine/core'
import { useState } from 'react'
import type { Workspace } from '../../../shared/organizations.ts'
import { grantedLines } from '../../grant-icons.ts'
import { PageHeader } from '../../ui/page.tsx'
import { PermissionList } from '../../ui/permission-list.tsx'
import { LeaveOrganization } from './leave-organization.tsx'
import { NewestWork } from './newest-work.tsx'
import styles from './workspace-start.module.css'

/** The same two choices as in the invitation, said to the partner. */
const sees = {
  scoped: 'Your own work only: nothing that the team or other partners made.',
  full: 'All published work, also what others published. Drafts stay hidden.',
}

/** For a partner: what they may do here, what they see, and whom to ask. */
export function PartnerStart({ workspace }: { workspace: Workspace }) {
  const { organization, permissions, dataVisibility, invitedBy, delegationId } = workspace
  const [leaving, setLeaving] = useState(false)
  return (
    <>
      <PageHeader title="Overview" purpose={`What you may do at ${organization.name}.`} />
      <NewestWork workspace={workspace} />
      <section className={styles.section}>
        <Title order={2} mb="sm">
          You may work on
        </Title>
        <PermissionList granted={grantedLines(permissions)} />
      </section>
      <section className={styles.section}>
        <Title order={2} mb="sm">
          Good to know
        </Title>
        <dl className={styles.facts}>
          <dt>You see</dt>
          <dd>{sees[dataVisibility ?? 'scoped']}</dd>
          {invitedBy && (
            <>
              <dt>Whom to ask</dt>
              <dd>{invitedBy.name}, who invited you</dd>
            </>
          )}
        </dl>
      </section>
      <Button variant="default" onClick={() => setLeaving(true)}>
        Leave this organization
      </Button>
      {delegationId && (
        <LeaveOrganization
          organization={organization}
          delegationId={delegationId}
          opened={leaving}
          onClose={() => setLeaving(false)}
        />
      )}
    </>
  )
}
