import { Box, Button, Skeleton, Stack, Text } from '@mantine/core'
import { IconCheck, IconPlus } from '@tabler/icons-react'
import { type ReactNode, type Ref, useDeferredValue, useState } from 'react'
import { type SolutionSummary, searchSolutions } from '../../../shared/solutions.ts'
import { useReadList } from '../../api.ts'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { SolutionMonogram } from '../../ui/who.tsx'
import styles from './finder.module.css'
import { VerifiedMark } from './verified.tsx'
import { foundWords } from './words.ts'

type AddingProps = {
  /** Whether it is where it would be added. */
  isOn: (solutionId: string) => boolean
  onAdd: (solution: SolutionSummary) => void
}
type FinderProps = AddingProps & {
  /** Between the search and what it finds, such as a refusal. */
  children?: ReactNode
}

/** Finds solutions in the catalogue, and adds them one by one. */
export function SolutionFinder({ children, ...adding }: FinderProps) {
  const [search, setSearch] = useState('')
  return (
    <Stack gap="md">
      <SearchField
        text={search}
        onSearch={setSearch}
        aria-label="Search solutions"
        placeholder="Name, capability, problem"
        data-autofocus
      />
      {children}
      <div className={styles.found}>
        <Loaded label="Loading solutions" skeleton={<FinderGhosts />}>
          <Found search={useDeferredValue(search)} {...adding} />
        </Loaded>
      </div>
    </Stack>
  )
}

function Found({ search, ...adding }: AddingProps & { search: string }) {
  const { items, first, more, loadingMore } = useReadList(searchSolutions, { limit: 20, ...(search && { search }) })
  const list = useFocusOnMore<HTMLUListElement>(items.length, loadingMore, 'button')
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {wordsFor(items.length, first)}
      </Text>
      <SolutionsToAdd ref={list} label="Solutions found" solutions={items} {...adding} />
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}

type SolutionsToAddProps = AddingProps & { label: string; solutions: SolutionSummary[]; ref?: Ref<HTMLUListElement> }

export const SolutionsToAdd = ({ label, solutions, isOn, onAdd, ref }: SolutionsToAddProps) => (
  <ul ref={ref} className={styles.list} aria-label={label}>
    {solutions.map((it) => (
      <li key={it.id}>
        <SolutionMonogram name={it.name} />
        <Box miw={0} flex={1}>
          <Text fw={600} size="sm" className={styles.name ?? ''}>
            {it.name}
            {it.verified && <VerifiedMark />}
          </Text>
          <Text size="xs" c="dimmed">
            {it.tagline}
          </Text>
        </Box>
        <AddButton name={it.name} isOn={isOn(it.id)} onAdd={() => onAdd(it)} />
      </li>
    ))}
  </ul>
)

type AddButtonProps = { name: string; isOn: boolean; onAdd: () => void }

/** One button in both states, so that the focus stays on it. */
export const AddButton = ({ name, isOn, onAdd }: AddButtonProps) => (
  <Button
    size="xs"
    variant={isOn ? 'transparent' : 'default'}
    color="gray"
    className={isOn ? (styles.isOn ?? '') : ''}
    leftSection={isOn ? <IconCheck size={15} /> : <IconPlus size={15} />}
    aria-disabled={isOn}
    aria-label={isOn ? `Added ${name}` : `Add ${name}`}
    onClick={() => !isOn && onAdd()}
  >
    {isOn ? 'Added' : 'Add'}
  </Button>
)

type FoundPage = { total: number | null; totalIsLeast: boolean; searchedFor: string | null }

function wordsFor(shown: number, { total, totalIsLeast, searchedFor }: FoundPage) {
  if (shown === 0) return 'No solution found. Look for other words.'
  const found = foundWords({ total: total ?? shown, totalIsLeast }, null)
  return searchedFor ? `${found} for “${searchedFor}”` : found
}

export const FinderGhosts = () => (
  <Stack gap="sm">
    {[0, 1, 2, 3, 4].map((row) => (
      <Skeleton key={row} h={52} />
    ))}
  </Stack>
)
