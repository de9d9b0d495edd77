import { Skeleton, Stack, Text } from '@mantine/core'
import { readTimeline, type TimelineEntry } from '../../../shared/delegations.ts'
import { useReadList } from '../../api.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import styles from './timeline.module.css'

type TimelineProps = { org: string; id: string }

/** Everything that happened to one delegation, newest first. */
export const Timeline = (props: TimelineProps) => (
  <Loaded label="Loading the timeline" skeleton={<Ghosts />}>
    <Entries {...props} />
  </Loaded>
)

function Entries({ org, id }: TimelineProps) {
  const { items, more, loadingMore } = useReadList(readTimeline, { org, id })
  return (
    <>
      <ol className={styles.timeline}>
        {items.map((entry) => (
          <Entry key={entry.id} {...entry} />
        ))}
      </ol>
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}

const Entry = ({ text, detail, at }: TimelineEntry) => (
  <li>
    {text}
    {detail && <div className={styles.said}>{detail}</div>}
    <Text size="xs" c="dimmed" mt={2}>
      <Moment at={at} />
    </Text>
  </li>
)

const Ghosts = () => (
  <Stack>
    {[0, 1, 2].map((entry) => (
      <Skeleton key={entry} h={40} />
    ))}
  </Stack>
)
