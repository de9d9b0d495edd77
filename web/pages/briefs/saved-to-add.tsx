import { Text } from '@mantine/core'
import { listSavedSolutions, type SolutionSummary } from '../../../shared/solutions.ts'
import { useReadList } from '../../api.ts'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { ShowMore } from '../../ui/show-more.tsx'
import { SolutionsToAdd } from '../solutions/finder.tsx'

type SavedToAddProps = {
  org: string
  isOn: (solutionId: string) => boolean
  onAdd: (solutions: SolutionSummary[]) => void
}

export default function SavedToAdd({ org, isOn, onAdd }: SavedToAddProps) {
  const { items, more, loadingMore } = useReadList(listSavedSolutions, { org })
  const list = useFocusOnMore<HTMLUListElement>(items.length, loadingMore, 'button')
  if (items.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No solution is saved here yet.
      </Text>
    )
  return (
    <>
      <SolutionsToAdd
        ref={list}
        label="Saved solutions"
        solutions={items.map(({ solution }) => solution)}
        isOn={isOn}
        onAdd={(solution) => onAdd([solution])}
      />
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}
