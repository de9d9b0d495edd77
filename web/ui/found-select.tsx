import { Select, type SelectProps } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { plain } from '../plain-text.ts'

type Option = { value: string; label: string }
type FoundSelectProps = Omit<SelectProps, 'data' | 'onChange' | 'onSearchChange' | 'value'> & {
  value?: string | null
  onChange?: (value: string | null) => void
  /** What was found for the words typed last. */
  options: Option[]
  onSearch: (words: string) => void
}

/** One of more than a list can hold: the server looks for what is typed. What is chosen stays chosen whatever is typed next. */
export function FoundSelect({ value = null, onChange, options, onSearch, ...field }: FoundSelectProps) {
  const [chosen, setChosen] = useState<Option | null>(null)
  const search = useDebouncedCallback(onSearch, 250)
  const choose = (id: string | null) => {
    setChosen(options.find((option) => option.value === id) ?? null)
    onChange?.(id)
  }
  const isFound = chosen === null || options.some((option) => option.value === chosen.value)
  return (
    <Select
      searchable
      comboboxProps={{ portalProps: { target: '#main' } }}
      data={isFound ? options : [chosen, ...options]}
      filter={({ options: all }) => all}
      value={value}
      onChange={choose}
      onSearchChange={(words) => search(words === chosen?.label ? '' : plain(words, 200).trim())}
      nothingFoundMessage="Nothing is called that."
      {...field}
    />
  )
}
