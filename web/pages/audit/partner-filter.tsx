import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Delegation, findDelegation, listDelegations } from '../../../shared/delegations.ts'
import { reading } from '../../api.ts'
import { statusName } from '../../ui/badges.tsx'
import { FoundSelect } from '../../ui/found-select.tsx'
import { shortDate } from '../../ui/instant.ts'
import { useAuditAddress } from './address.ts'
import { withChosen } from './with-chosen.ts'

/** One partnership: what happened to it, and what was done under it. Whoever came back has more than one. */
export function PartnerFilter() {
  const { org, filter, filterBy } = useAuditAddress()
  const [search, setSearch] = useState('')
  const found = useQuery({
    ...reading(listDelegations, { org, ...(search && { search }) }),
    placeholderData: keepPreviousData,
  })
  const id = filter.delegation
  const chosen = useQuery({ ...reading(findDelegation, { org, id: id ?? '' }), enabled: id !== undefined })
  return (
    <FoundSelect
      key={id ?? ''}
      label="Partnership"
      placeholder="All"
      clearable
      clearButtonProps={{ 'aria-label': 'All partnerships again' }}
      options={withChosen((found.data?.items ?? []).map(optionOf), id, chosen.data && optionOf(chosen.data))}
      value={id ?? null}
      onChange={(delegation) => filterBy({ delegation })}
      onSearch={setSearch}
    />
  )
}

const optionOf = ({ id, partner, status, invitedAt }: Delegation) => ({
  value: id,
  label: `${partner.name || partner.email} · ${statusName(status).toLowerCase()}, invited ${shortDate(new Date(invitedAt), new Date())}`,
})
