import { Divider, Loader, Skeleton, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCheck, IconPlus, IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { listShortlists, type ShortlistSummary } from '../../../shared/shortlists.ts'
import { useReadList } from '../../api.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import styles from './shortlist-choice.module.css'

const MOST_AT_FIRST = 8

type ChoosingProps = {
  org: string
  solutionId: string
  /** The shortlist that it is being added to now. */
  addingTo: string | null
  onChoose: (shortlist: ShortlistSummary) => void
}
type ShortlistChoiceProps = ChoosingProps & { onNew: () => void }

/** The shortlists that one may change, newest first; those that hold the solution already are marked. */
export const ShortlistChoice = ({ onNew, ...choosing }: ShortlistChoiceProps) => (
  <div className={styles.choice} tabIndex={-1} data-autofocus>
    <Loaded label="Loading shortlists" skeleton={<Ghosts />}>
      <Choosing {...choosing} />
    </Loaded>
    <UnstyledButton className={styles.entry ?? ''} onClick={onNew}>
      <IconPlus size={18} stroke={1.7} />
      New shortlist…
    </UnstyledButton>
  </div>
)

function Choosing({ org, solutionId, addingTo, onChoose }: ChoosingProps) {
  const [typed, setTyped] = useState('')
  const [paused] = useDebouncedValue(typed.trim(), 250)
  const search = useDeferredValue(paused)
  const { items, more, loadingMore } = useReadList(listShortlists, {
    org,
    editable: 'true',
    holding: solutionId,
    limit: MOST_AT_FIRST,
    ...(search && { search }),
  })
  if (items.length === 0 && !search) return null
  return (
    <>
      {(search || typed || more || items.length > MOST_AT_FIRST) && (
        <TextInput
          aria-label="Find a shortlist"
          placeholder="Title"
          leftSection={<IconSearch size={16} />}
          maxLength={200}
          m={6}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      )}
      <ul className={styles.list}>
        {items.map((shortlist) => (
          <li key={shortlist.id}>
            <Entry
              of={shortlist}
              isAdding={shortlist.id === addingTo}
              onChoose={() => addingTo ?? onChoose(shortlist)}
            />
          </li>
        ))}
      </ul>
      {items.length === 0 && (
        <Text size="sm" c="dimmed" p="xs">
          No shortlist is called that.
        </Text>
      )}
      <ShowMore more={more} loading={loadingMore} />
      <Divider my={6} />
    </>
  )
}

const states = { draft: 'Draft', published: 'Published' }

type EntryProps = { of: ShortlistSummary; isAdding: boolean; onChoose: () => void }

const Entry = ({ of: { title, status, itemCount, holds }, isAdding, onChoose }: EntryProps) => (
  <UnstyledButton className={styles.entry ?? ''} disabled={holds === true} onClick={onChoose}>
    <span className={styles.words}>
      <span className={styles.title} title={title}>
        {title}
      </span>
      <span className={styles.detail}>
        {holds ? 'Already on it' : `${states[status]} · ${itemCount === 1 ? '1 solution' : `${itemCount} solutions`}`}
      </span>
    </span>
    {holds && <IconCheck size={18} className={styles.check} />}
    {isAdding && <Loader size={16} aria-label="Adding" role="status" />}
  </UnstyledButton>
)

const Ghosts = () => (
  <Stack gap="xs" p="xs">
    <Skeleton h={36} />
    <Skeleton h={36} />
  </Stack>
)
