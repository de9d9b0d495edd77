import { Divider, Loader, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconCheck, IconPlus } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { listShortlists, type ShortlistSummary } from '../../../shared/shortlists.ts'
import { useReadList } from '../../api.ts'
import { statusName } from '../../ui/badges.tsx'
import { useFocusOnMore } from '../../ui/focus-on-more.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import styles from './shortlist-choice.module.css'
import { solutionsIn } from './words.ts'

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
  const [wanted, setWanted] = useState('')
  const search = useDeferredValue(wanted)
  const { items, more, loadingMore } = useReadList(listShortlists, {
    org,
    editable: 'true',
    holding: solutionId,
    limit: MOST_AT_FIRST,
    ...(search && { search }),
  })
  const list = useFocusOnMore<HTMLUListElement>(items.length, loadingMore, 'button')
  if (items.length === 0 && !search) return null
  return (
    <>
      {(wanted || search || more || items.length > MOST_AT_FIRST) && (
        <SearchField text={wanted} onSearch={setWanted} aria-label="Find a shortlist" placeholder="Title" m={6} />
      )}
      <ul ref={list} className={styles.list}>
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

type EntryProps = { of: ShortlistSummary; isAdding: boolean; onChoose: () => void }

const Entry = ({ of: { title, status, itemCount, holds }, isAdding, onChoose }: EntryProps) => (
  <UnstyledButton className={styles.entry ?? ''} disabled={holds === true} onClick={onChoose}>
    <span className={styles.words}>
      <span className={styles.title} title={title}>
        {title}
      </span>
      <span className={styles.detail}>
        {holds ? 'Already on it' : `${statusName(status)} · ${solutionsIn(itemCount)}`}
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
