import { Text } from '@mantine/core'
import { listShortlists, type ShortlistSummary } from '../../../shared/shortlists.ts'
import { useRead } from '../../api.ts'
import { paths } from '../../paths.ts'
import { StatusBadge } from '../../ui/badges.tsx'
import { TextLink } from '../../ui/link.tsx'
import { Moment } from '../../ui/moment.tsx'
import { authorOf } from '../work/words.ts'
import styles from './workspace-start.module.css'

const NEWEST = 4

/** The newest shortlists one sees, and the way to all of them. */
export default function NewestShortlists({ org }: { org: string }) {
  const { items, nextCursor } = useRead(listShortlists, { org, limit: NEWEST })
  if (items.length === 0)
    return (
      <Text>
        Nothing here yet. <TextLink to={paths.solutions(org)}>Find solutions</TextLink> for the first one.
      </Text>
    )
  return (
    <>
      <ul className={styles.list}>
        {items.map((shortlist) => (
          <Shortlist key={shortlist.id} org={org} of={shortlist} />
        ))}
      </ul>
      {nextCursor && (
        <Text mt="sm">
          <TextLink to={paths.shortlists(org)}>See all shortlists</TextLink>
        </Text>
      )}
    </>
  )
}

const Shortlist = ({ org, of }: { org: string; of: ShortlistSummary }) => (
  <li>
    <div className={styles.who}>
      <TextLink to={paths.shortlist(org, of.id)} className={styles.title ?? ''} title={of.title}>
        {of.title}
      </TextLink>
      <Text size="xs" c="dimmed">
        {authorOf(of)}, <Moment at={of.updatedAt} />
      </Text>
    </div>
    <StatusBadge status={of.status} />
  </li>
)
