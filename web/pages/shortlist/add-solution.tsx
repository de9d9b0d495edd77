import { Box, Button, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconCheck, IconPlus } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { addItem } from '../../../shared/shortlists.ts'
import { type SolutionSummary, searchSolutions } from '../../../shared/solutions.ts'
import { useReadList } from '../../api.ts'
import choice from '../../ui/choice.module.css'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { SolutionMonogram } from '../../ui/who.tsx'
import { VerifiedMark } from '../solutions/verified.tsx'
import { foundWords } from '../solutions/words.ts'
import styles from './add-solution.module.css'
import { useChange } from './change.ts'
import { useOpenShortlist } from './open-shortlist.ts'

type AddProps = { opened: boolean; onClose: () => void }

/** Stays open: whoever adds one often adds another. */
export function AddSolution({ opened, onClose }: AddProps) {
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Add solution"
      size={600}
      fullScreen={isPhone}
      {...(isPhone && { radius: 0 })}
    >
      <Finder onClose={onClose} />
    </Modal>
  )
}

function Finder({ onClose }: Pick<AddProps, 'onClose'>) {
  const [search, setSearch] = useState('')
  const adding = useChange(addItem)
  return (
    <Stack gap="md">
      <SearchField
        text={search}
        onSearch={setSearch}
        aria-label="Search solutions"
        placeholder="Name, capability, problem"
        data-autofocus
      />
      <Problem error={adding.problem} />
      <div className={styles.found}>
        <Loaded label="Loading solutions" skeleton={<Ghosts />}>
          <Found search={useDeferredValue(search)} onAdd={(solutionId) => adding.send({ solutionId })} />
        </Loaded>
      </div>
      <div className={choice.foot}>
        <Button variant="default" ml="auto" onClick={onClose}>
          Done
        </Button>
      </div>
    </Stack>
  )
}

type FoundProps = { search: string; onAdd: (solutionId: string) => void }

function Found({ search, onAdd }: FoundProps) {
  const { shortlist } = useOpenShortlist()
  const { items, first, more, loadingMore } = useReadList(searchSolutions, { limit: 20, ...(search && { search }) })
  const list = useFocusOnMore<HTMLUListElement>(items.length, loadingMore, 'button')
  const isOn = ({ id }: SolutionSummary) => shortlist.items.some(({ solutionId }) => solutionId === id)
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {wordsFor(items.length, first)}
      </Text>
      <ul ref={list} className={styles.list} aria-label="Solutions found">
        {items.map((it) => (
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
            <AddButton name={it.name} isOn={isOn(it)} onAdd={() => onAdd(it.id)} />
          </li>
        ))}
      </ul>
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}

/** One button in both states, so that the focus stays on it. */
const AddButton = ({ name, isOn, onAdd }: { name: string; isOn: boolean; onAdd: () => void }) => (
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

const Ghosts = () => (
  <Stack gap="sm">
    {[0, 1, 2, 3, 4].map((row) => (
      <Skeleton key={row} h={52} />
    ))}
  </Stack>
)
