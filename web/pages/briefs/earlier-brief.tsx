import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type BriefSummary, briefKinds, listBriefs } from '../../../shared/briefs.ts'
import { reading } from '../../api.ts'
import { FoundSelect } from '../../ui/found-select.tsx'
import { titleOf } from './words.ts'

type EarlierBriefProps = { org: string; value?: string | null; onChange?: (id: string | null) => void }

/** A brief that one sees, to begin with what it says. */
export function EarlierBrief({ org, ...field }: EarlierBriefProps) {
  const [search, setSearch] = useState('')
  const { data } = useQuery({
    ...reading(listBriefs, { org, ...(search && { search }) }),
    placeholderData: keepPreviousData,
  })
  return (
    <FoundSelect
      label="Brief to copy"
      description="Its words, questions, budget and kind. Not its dates and recipients."
      placeholder="Title"
      options={(data?.items ?? []).map(optionOf)}
      onSearch={setSearch}
      {...field}
    />
  )
}

const optionOf = (brief: BriefSummary) => ({ value: brief.id, label: `${briefKinds[brief.kind]}: ${titleOf(brief)}` })
