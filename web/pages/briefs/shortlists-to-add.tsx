import { Box, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { findShortlist, listShortlists, type ShortlistSummary } from '../../../shared/shortlists.ts'
import type { SolutionSummary } from '../../../shared/solutions.ts'
import { reading, useReadList } from '../../api.ts'
import { statusName } from '../../ui/badges.tsx'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { Problem } from '../../ui/problem.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import styles from '../solutions/finder.module.css'
import { AddButton } from '../solutions/finder.tsx'
import { solutionsIn } from '../solutions/words.ts'

type ShortlistsToAddProps = {
  org: string
  isOn: (solutionId: string) => boolean
  onAdd: (solutions: SolutionSummary[]) => void
}

/** All solutions of a shortlist at once. */
export default function ShortlistsToAdd({ org, isOn, onAdd }: ShortlistsToAddProps) {
  const { items, more, loadingMore } = useReadList(listShortlists, { org })
  const list = useFocusOnMore<HTMLUListElement>(items.length, loadingMore, 'button')
  const { add, added, problem } = useAdding(org, onAdd)
  const holding = items.filter(({ itemCount }) => itemCount > 0)
  if (holding.length === 0 && !more)
    return (
      <Text size="sm" c="dimmed">
        No shortlist here holds a solution yet.
      </Text>
    )
  return (
    <>
      <Problem error={problem} />
      <ul ref={list} className={styles.list} aria-label="Shortlists">
        {holding.map((it) => (
          <li key={it.id}>
            <Box miw={0} flex={1}>
              <Text fw={600} size="sm" className={styles.name ?? ''}>
                {it.title}
              </Text>
              <Text size="xs" c="dimmed">
                {statusName(it.status)} · {solutionsIn(it.itemCount)}
              </Text>
            </Box>
            <AddButton
              name={`all of ${it.title}`}
              isOn={added.get(it.id)?.every(isOn) ?? false}
              onAdd={() => void add(it)}
            />
          </li>
        ))}
      </ul>
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}

/** What each of those that were added holds. */
function useAdding(org: string, onAdd: ShortlistsToAddProps['onAdd']) {
  const cache = useQueryClient()
  const [added, setAdded] = useState(new Map<string, string[]>())
  const [problem, setProblem] = useState<Error | null>(null)
  const add = async ({ id }: ShortlistSummary) => {
    setProblem(null)
    const shortlist = await cache.fetchQuery(reading(findShortlist, { org, id })).catch((error: Error) => {
      setProblem(error)
      return null
    })
    if (!shortlist) return
    setAdded((now) =>
      new Map(now).set(
        id,
        shortlist.items.map(({ solutionId }) => solutionId),
      ),
    )
    onAdd(shortlist.items.map(({ solution }) => solution))
  }
  return { add, added, problem }
}
