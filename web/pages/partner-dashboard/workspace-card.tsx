import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Me } from '../../../shared/accounts.ts'
import { dataVisibilities } from '../../../shared/delegations.ts'
import { grants } from '../../../shared/permissions.ts'
import { paths } from '../../paths.ts'
import { Moment } from '../../ui/moment.tsx'
import { type Place, variables } from '../../ui/variables.ts'
import { OrganizationMonogram } from '../../ui/who.tsx'
import styles from './partner-dashboard.module.css'

type WorkspaceCardProps = { of: Me['partnerships'][number]; place: Place }

/** The whole card is one link. The colour is the one of the desk behind it. */
export const WorkspaceCard = ({ of, place }: WorkspaceCardProps) => (
  <article className={styles.card} style={variables({ '--org': place.color })}>
    <div className={styles.head}>
      <OrganizationMonogram of={place} size={44} />
      <h3 className={styles.name} title={place.name}>
        <Link to={paths.workspace(of.organization.slug)}>{place.name}</Link>
      </h3>
    </div>
    {of.shortlists && <Numbers of={of.shortlists} />}
    <div className={styles.access}>
      {of.permissions.map((name) => grants[name].label).join(', ')}
      <Text size="xs" c="dimmed">
        {dataVisibilities[of.dataVisibility].label}
      </Text>
    </div>
    <div className={styles.foot}>
      {of.lastActivityAt > of.acceptedAt ? 'Last activity' : 'You accepted the invitation'},{' '}
      <Moment at={of.lastActivityAt} />
    </div>
  </article>
)

/** Counted by the same rule as the list behind it. Without the permission there are no numbers, not even a zero (SPEC D5). */
const Numbers = ({ of: { drafts, published } }: { of: NonNullable<Me['partnerships'][number]['shortlists']> }) => (
  <dl className={styles.numbers}>
    {Object.entries({ Drafts: drafts, Published: published }).map(([label, number]) => (
      <div key={label} className={number === 0 ? styles.zero : undefined}>
        <dt>{label}</dt>
        <dd>{number}</dd>
      </div>
    ))}
  </dl>
)
