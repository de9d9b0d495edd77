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
    <Numbers of={of} />
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

/** Counted by the same rule as the lists behind it. Without a permission its numbers are not there, not even as zero (SPEC D5). */
function Numbers({ of: { shortlists, briefs } }: Pick<WorkspaceCardProps, 'of'>) {
  const numbers = [
    ...((shortlists ?? briefs) ? [{ label: 'Drafts', count: (shortlists?.drafts ?? 0) + (briefs?.drafts ?? 0) }] : []),
    ...(shortlists ? [{ label: 'Published', count: shortlists.published }] : []),
    ...(briefs ? [{ label: 'Open briefs', count: briefs.open }] : []),
    ...(briefs ? [{ label: 'New responses', count: briefs.newResponses, isNews: true }] : []),
  ]
  if (numbers.length === 0) return null
  return (
    <dl className={styles.numbers}>
      {numbers.map(({ label, count, isNews }) => (
        <div key={label} className={count === 0 ? styles.zero : isNews ? styles.fresh : undefined}>
          <dt>{label}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  )
}
