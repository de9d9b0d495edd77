import { CloseButton, TextInput, type TextInputProps } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { plain } from '../plain-text.ts'

const LONGEST = 200

type SearchFieldProps = Omit<TextInputProps, 'value' | 'onChange' | 'type'> & {
  /** What is searched now. */
  text: string
  onSearch: (text: string) => void
}

/** Asks when the typing pauses, or at once on Enter. What is searched otherwise (*Back*, *Clear all*) is shown. */
export function SearchField({ text, onSearch, ...field }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const { typed, type, searchNow } = useTyping(text, onSearch)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    searchNow()
  }
  const clear = () => {
    type('')
    searchNow()
    input.current?.focus()
  }
  return (
    <TextInput
      ref={input}
      type="search"
      enterKeyHint="search"
      leftSection={<IconSearch size={field.size === 'md' ? 18 : 16} />}
      rightSection={typed && <CloseButton aria-label="Clear the search" onClick={clear} />}
      maxLength={LONGEST}
      value={typed}
      onChange={({ currentTarget: { value } }) => type(value)}
      onKeyDown={onKeyDown}
      {...field}
    />
  )
}

function useTyping(text: string, onSearch: (text: string) => void) {
  /** What this field has told and is not searched yet. */
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
  const type = (value: string) => {
    const words = plain(value, LONGEST)
    setTyped(words)
    search(words.trim())
  }
  return { typed, type, searchNow: () => search.flush() }
}
