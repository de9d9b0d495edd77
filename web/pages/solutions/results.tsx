import { Button, Pill } from '@mantine/core'
import { IconLayoutGrid, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useRef } from 'react'
import { searchSolutions } from '../../../shared/solutions.ts'
import { reading } from '../../api.ts'
import { EmptyState } from '../../ui/page.tsx'
import type { Change } from './address.ts'
import { choicesOf, type SolutionsSearch } from './search.ts'
import styles from './solutions.module.css'
import { foundWords } from './words.ts'

/** How many there are at all, where fewer are asked for. Nothing waits for it. */
export function useAll(filter: SolutionsSearch): number | null {
  const isFiltered = Boolean(filter.search) || choicesOf(filter).length > 0
  const { data } = useQuery({ ...reading(searchSolutions, { limit: 1 }), enabled: isFiltered })
  return isFiltered && data && !data.totalIsLeast ? data.total : null
}

type FoundProps = {
  found: { total: number | null; totalIsLeast: boolean }
  filter: SolutionsSearch
  onChange: (change: Change) => void
  onClear: () => void
}

/** How many were found, and what narrows them: each goes away by itself, or all at once. */
export function Found({ found, filter, onChange, onClear }: FoundProps) {
  const status = useRef<HTMLParagraphElement>(null)
  const all = useAll(filter)
  const choices = choicesOf(filter)
  return (
    <div className={styles.found}>
      <p role="status" className={styles.total} tabIndex={-1} ref={status}>
        {foundWords(found, all)}
      </p>
      {choices.map(({ facet, value }) => (
        <Choice
          key={`${facet} ${value}`}
          label={value}
          next={status}
          onRemove={() => onChange({ [facet]: filter[facet]?.filter((one) => one !== value) })}
        />
      ))}
      {(choices.length > 1 || (choices.length > 0 && filter.search)) && (
        <Button variant="subtle" size="compact-sm" onClick={onClear}>
          Clear all
        </Button>
      )}
    </div>
  )
}

type ChoiceProps = { label: string; next: RefObject<HTMLElement | null>; onRemove: () => void }

/** Once it is gone, the focus goes on to how many are found now. */
const Choice = ({ label, next, onRemove }: ChoiceProps) => (
  <Pill
    size="md"
    className={styles.pill ?? ''}
    withRemoveButton
    removeButtonProps={{ 'aria-label': `Remove ${label}`, 'aria-hidden': false, tabIndex: 0, className: styles.remove }}
    onRemove={() => {
      next.current?.focus({ preventScroll: true })
      onRemove()
    }}
    title={label}
  >
    {label}
  </Pill>
)

/** Nothing is spelt like the words that were typed, so that others were searched. */
export const SearchedFor = ({ words, typed }: { words: string; typed: string | undefined }) => (
  <p className={styles.searchedFor}>
    Showing results for <b>{words}</b>. Nothing here is spelt like “{typed}”.
  </p>
)

export const NothingFound = ({ filter, onClear }: { filter: SolutionsSearch; onClear: () => void }) =>
  filter.search || choicesOf(filter).length > 0 ? (
    <EmptyState
      icon={IconSearch}
      title="No solution found"
      action={
        <Button variant="default" onClick={onClear}>
          Show all
        </Button>
      }
    >
      {filter.search
        ? `Nothing in the catalogue matches “${filter.search}”${choicesOf(filter).length > 0 ? ' and all that is chosen' : ''}.`
        : 'Nothing in the catalogue is all that is chosen.'}
    </EmptyState>
  ) : (
    <EmptyState icon={IconLayoutGrid} title="No solutions yet">
      Staffing platforms, talent marketplaces and other solutions are here as soon as they are in the catalogue.
    </EmptyState>
  )
