import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { DELETED_NAME } from '../../../shared/accounts.ts'
import { type AuditPerson, listAuditPeople } from '../../../shared/audit.ts'
import { reading } from '../../api.ts'
import { FoundSelect } from '../../ui/found-select.tsx'
import { useAuditAddress } from './address.ts'
import { withChosen } from './with-chosen.ts'

/** Who did it, or to whom it happened. */
export function PersonFilter() {
  const { org, filter, filterBy } = useAuditAddress()
  const [search, setSearch] = useState('')
  const found = useQuery({
    ...reading(listAuditPeople, { org, ...(search && { search }) }),
    placeholderData: keepPreviousData,
  })
  const id = filter.person
  const chosen = useQuery({ ...reading(listAuditPeople, { org, id: id ?? '' }), enabled: id !== undefined })
  const people = (found.data?.items ?? []).map(optionOf).sort(byLabel)
  return (
    <FoundSelect
      key={id ?? ''}
      label="Person"
      placeholder="Everybody"
      clearable
      clearButtonProps={{ 'aria-label': 'Everybody again' }}
      options={withChosen(people, id, chosen.data?.items.map(optionOf)[0])}
      value={id ?? null}
      onChange={(person) => filterBy({ person })}
      onSearch={setSearch}
    />
  )
}

const optionOf = ({ id, name, email, isDeleted }: AuditPerson) => ({
  value: id,
  label: isDeleted ? DELETED_NAME : name ? `${name} (${email})` : email,
})

const byLabel = (one: { label: string }, other: { label: string }) => one.label.localeCompare(other.label)
