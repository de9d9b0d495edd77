import { TextInput, type TextInputProps } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'

type SearchFieldProps = Omit<TextInputProps, 'value' | 'onChange' | 'type'> & {
  /** What is searched now; empty where the search was cleared from outside. */
  text: string
  onSearch: (text: string) => void
}

/** Asks when the typing pauses. */
export function SearchField({ text, onSearch, ...field }: SearchFieldProps) {
  const [typed, setTyped] = useState(text)
  const search = useDebouncedCallback(onSearch, 300)
  useEffect(() => {
    if (!text) setTyped('')
  }, [text])
  return (
    <TextInput
      type="search"
      leftSection={<IconSearch size={16} />}
      maxLength={200}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        search(value.trim())
      }}
      {...field}
    />
  )
}
