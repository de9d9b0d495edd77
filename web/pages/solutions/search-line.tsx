import { Button, CloseButton, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import type { Change } from './address.ts'
import { choicesOf, type SolutionsSearch } from './search.ts'
import styles from './solutions.module.css'

type SearchLineProps = { filter: SolutionsSearch; onChange: (change: Change) => void; onFilter: () => void }

/** Words, order, and on phones the button that opens the filter. */
export const SearchLine = ({ filter, onChange, onFilter }: SearchLineProps) => (
  <div className={styles.line}>
    <Words text={filter.search ?? ''} onSearch={(search) => onChange({ search })} />
    <Button
      className={styles.filterButton ?? ''}
      variant="default"
      size="md"
      leftSection={<IconAdjustmentsHorizontal size={18} />}
      onClick={onFilter}
    >
      {['Filter', choicesOf(filter).length || ''].join(' ').trim()}
    </Button>
    <Select
      aria-label="Sort by"
      size="md"
      className={styles.sort ?? ''}
      allowDeselect={false}
      data={[
        { value: 'match', label: 'Best match' },
        { value: 'name', label: 'Name' },
      ]}
      value={filter.sort ?? 'match'}
      onChange={(sort) => onChange({ sort })}
    />
  </div>
)

type WordsProps = { text: string; onSearch: (text: string) => void }

/** Asks when the typing pauses, or at once on Enter. What the address says otherwise (*Back*, *Clear all*) is shown. */
function Words({ text, onSearch }: WordsProps) {
  const field = useRef<HTMLInputElement>(null)
  /** What this field has told and the address does not say yet. */
  const told = useRef<string[]>([])
  const [typed, setTyped] = useState(text)
  const search = useDebouncedCallback((words: string) => {
    if (words !== text) told.current.push(words)
    onSearch(words)
  }, 250)
  useEffect(() => {
    const place = told.current.indexOf(text)
    if (place < 0) setTyped(text)
    told.current.splice(0, place + 1)
  }, [text])
  const type = (words: string) => {
    setTyped(words)
    search(words.trim())
  }
  const searchNow = (event: SubmitEvent) => {
    event.preventDefault()
    search.flush()
  }
  const clear = () => {
    type('')
    search.flush()
    field.current?.focus()
  }
  return (
    <search className={styles.words}>
      <form onSubmit={searchNow}>
        <TextInput
          ref={field}
          aria-label="Search solutions"
          placeholder="Name, capability, problem"
          size="md"
          maxLength={200}
          enterKeyHint="search"
          leftSection={<IconSearch size={18} />}
          rightSection={typed && <CloseButton aria-label="Clear the search" onClick={clear} />}
          value={typed}
          onChange={({ currentTarget }) => type(currentTarget.value)}
        />
      </form>
    </search>
  )
}
