import { Title } from '@mantine/core'
import { IconBuildings } from '@tabler/icons-react'
import { placeOf, useMe } from '../me.ts'
import { paths } from '../paths.ts'
import { ButtonLink } from '../ui/link.tsx'
import { EmptyState, PageHeader } from '../ui/page.tsx'
import styles from './partner-dashboard/partner-dashboard.module.css'
import { PendingInvitations } from './partner-dashboard/pending-invitations.tsx'
import { WorkspaceCard } from './partner-dashboard/workspace-card.tsx'

export default function PartnerDashboard() {
  const me = useMe()
  return (
    <>
      <PageHeader title="Partner Dashboard" purpose="Every organization you work for, and what waits there." />
      <PendingInvitations />
      {me.partnerships.length > 0 && (
        <section className={styles.section}>
          <Title order={2} mb="sm">
            Organizations you work for
          </Title>
          <div className={styles.grid}>
            {me.partnerships.map((partnership) => (
              <WorkspaceCard
                key={partnership.delegationId}
                of={partnership}
                place={placeOf(partnership.organization, me)}
              />
            ))}
          </div>
        </section>
      )}
      {me.partnerships.length + me.pendingInvitations === 0 && <NoPartnership />}
    </>
  )
}

function NoPartnership() {
  const own = useMe().organizations[0]
  return (
    <EmptyState
      icon={IconBuildings}
      title="You work for no other organization yet"
      action={own && <ButtonLink to={paths.workspace(own.slug)}>Go to {own.name}</ButtonLink>}
    >
      When an organization invites you as its partner, the invitation waits here. After you accept, its workspace is one
      click away.
    </EmptyState>
  )
}
