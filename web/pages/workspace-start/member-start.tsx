import { Skeleton, Stack, Text, Title } from '@mantine/core'
import { listDelegations } from '../../../shared/delegations.ts'
import { listMembers, type Member, type Workspace } from '../../../shared/organizations.ts'
import { roles } from '../../../shared/permissions.ts'
import { useRead } from '../../api.ts'
import { paths } from '../../paths.ts'
import { TextLink } from '../../ui/link.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { Line, PersonAvatar } from '../../ui/who.tsx'
import { NewestWork } from './newest-work.tsx'
import { RequestsSection } from './requests-section.tsx'
import styles from './workspace-start.module.css'

type WorkspaceProps = { workspace: Workspace }

const purposes = {
  admin: 'You are an admin: you decide who works here, and with what access.',
  editor: 'You are an editor: you create and edit work.',
  viewer: 'You are a viewer: you read what others made.',
}

/** For the organization's own people: who is here, and who works here from outside. */
export function MemberStart({ workspace }: WorkspaceProps) {
  const { organization, role, can } = workspace
  return (
    <>
      <PageHeader title="Overview" purpose={role && purposes[role]} />
      {organization.kind === 'solution' && <RequestsSection />}
      <NewestWork workspace={workspace} />
      {can.manageDelegations && (
        <section className={styles.section}>
          <Title order={2} mb="xs">
            Partners
          </Title>
          <Loaded label="Loading partners" skeleton={<Skeleton h={22} w={240} />}>
            <Partners org={organization.slug} />
          </Loaded>
        </section>
      )}
      {can.readMembers && (
        <section className={styles.section}>
          <Title order={2} mb="sm">
            People
          </Title>
          <Loaded label="Loading people" skeleton={<Ghosts />}>
            <People org={organization.slug} />
          </Loaded>
        </section>
      )}
    </>
  )
}

function Partners({ org }: { org: string }) {
  const { counts } = useRead(listDelegations, { org, limit: 1 })
  const { active, pending } = counts
  return (
    <Text>
      {active + pending === 0 ? 'Nobody works here from outside.' : `${active} active, ${pending} pending.`}{' '}
      <TextLink to={paths.partners(org)} fw={600}>
        {counts.all === 0 ? 'Invite a partner' : 'See partners'}
      </TextLink>
    </Text>
  )
}

/** How many of them the first page shows: those who came last. */
const NEWEST_PEOPLE = 5

function People({ org }: { org: string }) {
  const { items, counts } = useRead(listMembers, { org, status: 'active', limit: NEWEST_PEOPLE })
  return (
    <>
      <ul className={styles.list}>
        {items.map((member) => (
          <Person key={member.id} {...member} />
        ))}
      </ul>
      <Text mt="sm">
        <TextLink to={paths.members(org)}>
          See the team{counts.active > items.length && ` of ${counts.active}`}
        </TextLink>
      </Text>
    </>
  )
}

const Person = ({ user: { name, email }, role, since }: Member) => (
  <li>
    <div className={styles.who}>
      <Line picture={<PersonAvatar name={name} size={36} />} name={name || email} detail={email} />
    </div>
    <div className={styles.role}>
      {roles[role]}
      <Text size="xs" c="dimmed">
        since <Moment at={since} />
      </Text>
    </div>
  </li>
)

const Ghosts = () => (
  <Stack gap="xs">
    {[0, 1, 2].map((person) => (
      <Skeleton key={person} h={52} />
    ))}
  </Stack>
)
