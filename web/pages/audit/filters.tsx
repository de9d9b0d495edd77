import { Select, Text, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { auditKinds } from '../../../shared/audit.ts'
import { placeOfZone } from '../../../shared/zoned-time.ts'
import { TextButton } from '../../ui/text-button.tsx'
import { ownZone } from '../../ui/zone-choices.ts'
import { isFiltered, useAuditAddress } from './address.ts'
import styles from './audit.module.css'
import { PartnerFilter } from './partner-filter.tsx'
import { PersonFilter } from './person-filter.tsx'
import { isDay } from './search.ts'

const EVERY = ''
/** What can happen in an organization of solutions, too. */
const EVERYWHERE = ['member', 'organization']

const optionsOf = ({ label, all, kinds }: (typeof auditKinds)[number]) => ({
  group: label,
  items: [
    ...(all ? [{ value: all, label: `${label}: everything` }] : []),
    ...Object.entries(kinds).map(([value, name]) => ({ value, label: name })),
  ],
})

type FiltersProps = { ofBuyer: boolean; withPartners: boolean }

export function Filters({ ofBuyer, withPartners }: FiltersProps) {
  const { filter, showAll } = useAuditAddress()
  return (
    <div className={styles.filters}>
      <div className={styles.fields}>
        <PersonFilter />
        {withPartners && <PartnerFilter />}
        <KindFilter ofBuyer={ofBuyer} />
        <Days />
      </div>
      <Text size="xs" c="dimmed">
        Days and times are those in {placeOfZone(ownZone())}.{' '}
        {isFiltered(filter) && (
          <TextButton size="xs" onClick={showAll}>
            Clear filters
          </TextButton>
        )}
      </Text>
    </div>
  )
}

function KindFilter({ ofBuyer }: { ofBuyer: boolean }) {
  const { filter, filterBy } = useAuditAddress()
  const groups = auditKinds.filter(({ all }) => ofBuyer || (all && EVERYWHERE.includes(all)))
  return (
    <Select
      label="What"
      searchable
      allowDeselect={false}
      nothingFoundMessage="Nothing is called that."
      comboboxProps={{ portalProps: { target: '#main' } }}
      data={[{ value: EVERY, label: 'Everything' }, ...groups.map(optionsOf)]}
      value={filter.kind ?? EVERY}
      onChange={(kind) => filterBy({ kind })}
    />
  )
}

function Days() {
  const { filter, filterBy } = useAuditAddress()
  const { from = '', to = '' } = filter
  const isBackwards = from !== '' && to !== '' && from > to
  return (
    <>
      <DayField label="From" day={from} onDay={(day) => filterBy({ from: day })} />
      <DayField
        label="To"
        day={to}
        onDay={(day) => filterBy({ to: day })}
        error={isBackwards && 'This is before the first day.'}
      />
    </>
  )
}

type DayFieldProps = { label: string; day: string; onDay: (day: string) => void; error?: string | false }

/** While a year is typed it is the year 2, then 20, then 202: those stay in the field and are not asked for. */
function DayField({ day, onDay, ...field }: DayFieldProps) {
  const [typed, setTyped] = useState(day)
  useEffect(() => setTyped(day), [day])
  const type = (value: string) => {
    setTyped(value)
    if (value === '' || isDay(value)) onDay(value)
  }
  return <TextInput type="date" value={typed} onChange={({ currentTarget: { value } }) => type(value)} {...field} />
}
