import { Button, Title } from '@mantine/core'
import type { TrashedShortlist } from '../../../shared/shortlists.ts'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { Day, Moment } from '../../ui/moment.tsx'
import { Problem } from '../../ui/problem.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import styles from './trash.module.css'

type Trashed = Pick<TrashedShortlist, 'id' | 'title' | 'author' | 'trashedAt' | 'trashedBy' | 'goneAt'>

type SectionProps<One extends Trashed> = {
  title: string
  list: { items: One[]; more: (() => void) | null; loadingMore: boolean }
  restoring: { restore: (id: string) => void; restoring: string | null; problem: Error | null }
  /** What one reads of it before who made it. */
  aboutOf?: (one: One) => string
}

/** One kind of work that was deleted; nothing where there is none. */
export function TrashedSection<One extends Trashed>({ title, list, restoring, aboutOf }: SectionProps<One>) {
  const { items, more, loadingMore } = list
  const rows = useFocusOnMore<HTMLUListElement>(items.length, loadingMore, 'button')
  if (items.length === 0) return null
  return (
    <section className={styles.section}>
      <Title order={2} mb="sm">
        {title}
      </Title>
      <Problem error={restoring.problem} />
      <ul ref={rows} className={styles.list} aria-label={`Deleted ${title.toLowerCase()}`}>
        {items.map((it) => (
          <Row
            key={it.id}
            of={it}
            about={aboutOf?.(it)}
            isRestoring={restoring.restoring === it.id}
            onRestore={() => restoring.restore(it.id)}
          />
        ))}
      </ul>
      <ShowMore more={more} loading={loadingMore} />
    </section>
  )
}

type RowProps = { of: Trashed; about: string | undefined; isRestoring: boolean; onRestore: () => void }

const Row = ({ of, about, isRestoring, onRestore }: RowProps) => (
  <li className={styles.row}>
    <div className={styles.words}>
      <div className={styles.title}>{of.title || 'Untitled'}</div>
      <p className={styles.second}>
        {about && `${about} · `}By {of.author.name} · deleted <Moment at={of.trashedAt} /> by {of.trashedBy.name}
      </p>
      <p className={styles.second}>
        Gone for good on <Day at={of.goneAt} />
      </p>
    </div>
    <Button
      variant="default"
      onClick={onRestore}
      loading={isRestoring}
      aria-label={`Restore ${of.title || 'Untitled'}`}
    >
      Restore
    </Button>
  </li>
)
