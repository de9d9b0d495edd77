import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listShortlists } from '../../../shared/shortlists.ts'
import { reading } from '../../api.ts'
import { FoundSelect } from '../../ui/found-select.tsx'
import { solutionsIn } from '../solutions/words.ts'

type WholeShortlistProps = { org: string; value?: string | null; onChange?: (id: string | null) => void }

/** All solutions of a shortlist as recipients. */
export default function WholeShortlist({ org, ...field }: WholeShortlistProps) {
  const [search, setSearch] = useState('')
  const { data } = useQuery({
    ...reading(listShortlists, { org, ...(search && { search }) }),
    placeholderData: keepPreviousData,
  })
  return (
    <FoundSelect
      label="Ask the solutions of a shortlist"
      description="Optional. You can choose solutions later, too."
      placeholder="None"
      clearable
      clearButtonProps={{ 'aria-label': 'No shortlist' }}
      options={(data?.items ?? [])
        .filter(({ itemCount }) => itemCount > 0)
        .map(({ id, title, itemCount }) => ({ value: id, label: `${title} (${solutionsIn(itemCount)})` }))}
      onSearch={setSearch}
      {...field}
    />
  )
}
