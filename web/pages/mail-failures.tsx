import { Card, Text } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { listMailFailures, type MailFailure } from '../../shared/notifications.ts'
import { openWorkspace } from '../../shared/organizations.ts'
import { useRead, useReadList } from '../api.ts'
import { paths } from '../paths.ts'
import { ButtonLink, TextLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Moment } from '../ui/moment.tsx'
import { EmptyState, PageHeader } from '../ui/page.tsx'
import { RecordGhosts } from '../ui/records.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { Line, PersonAvatar } from '../ui/who.tsx'
import { abouts } from './mail-failures/abouts.ts'
import styles from './mail-failures/mail-failures.module.css'

/** SPEC 10: whom mails did not reach, for those who can reach them by another way. */
export default function MailFailures() {
  const { org } = useParams({ from: '/signed-in/w/$org' })
  return (
    <>
      <PageHeader
        title="Undelivered mail"
        purpose={
          <>
            Mail about this organization that did not arrive in the last 30 days. Reach these people another way, or ask
            them to correct the address of their account. <Invitations org={org} />
          </>
        }
        actions={
          <ButtonLink to={paths.members(org)} variant="default">
            Back to the team
          </ButtonLink>
        }
      />
      <Loaded
        label="Loading undelivered mail"
        skeleton={<RecordGhosts rows={[44, 36]} withPicture statusWidth={96} endWidth={90} />}
      >
        <Failures />
      </Loaded>
    </>
  )
}

function Failures() {
  const { org } = useParams({ from: '/signed-in/w/$org' })
  const { items, more, loadingMore } = useReadList(listMailFailures, { org })
  if (items.length === 0) return <AllArrived />
  return (
    <>
      <Card component="ul" padding={0} className={styles.list ?? ''} aria-label="Undelivered mail">
        {items.map((failure) => (
          <Failure key={failure.id} failure={failure} />
        ))}
      </Card>
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}

/** Whoever is invited is in none of these lines: what became of their mail stands beside them. */
function Invitations({ org }: { org: string }) {
  const { can } = useRead(openWorkspace, { org })
  return (
    <span>
      Invitations show theirs in{' '}
      {can.manageDelegations && (
        <>
          <TextLink to={paths.partners(org)} inherit>
            Partners
          </TextLink>{' '}
          and{' '}
        </>
      )}
      <TextLink to={paths.members(org)} inherit>
        Team
      </TextLink>
      .
    </span>
  )
}

const places = { member: 'Team', partner: 'Partner' }

const Failure = ({ failure: { to, as, news, at } }: { failure: MailFailure }) => (
  <li className={styles.failure}>
    <Line
      picture={<PersonAvatar name={to.name} size={36} />}
      name={to.name || to.email}
      detail={`${places[as]} · ${to.email}`}
    />
    <div className={styles.about}>
      <Text size="sm">{news ? abouts[news] : 'A mail'}</Text>
      <Text size="xs" c="dimmed">
        <Moment at={at} />
      </Text>
    </div>
  </li>
)

const AllArrived = () => (
  <EmptyState icon={IconMailCheck} title="All mail arrived">
    When a mail about this organization cannot be delivered to a member or a partner, you see here to whom.
  </EmptyState>
)
