import { Select, Text, TextInput } from '@mantine/core'
import { auditKinds } from '../../../shared/audit.ts'
import { placeOfZone } from '../../../shared/zoned-time.ts'
import { TextButton } from '../../ui/text-button.tsx'
import { ownZone } from '../../ui/zone-choices.ts'
import { isFiltered, useAuditAddress } from './address.ts'
import styles from './audit.module.css'
import { PartnerFilter } from './partner-filter.tsx'
import { PersonFilter } from './person-filter.tsx'

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
      <TextInput
        type="date"
        label="From"
        value={from}
        onChange={({ currentTarget: { value } }) => filterBy({ from: value })}
      />
      <TextInput
        type="date"
        label="To"
        value={to}
        error={isBackwards && 'This is before the first day.'}
        onChange={({ currentTarget: { value } }) => filterBy({ to: value })}
      />
    </>
  )
}
