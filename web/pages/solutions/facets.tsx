import { Checkbox, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { TextButton } from '../../ui/text-button.tsx'
import type { Change } from './address.ts'
import { type FacetName, facetNames, type SolutionsSearch } from './search.ts'
import styles from './solutions.module.css'

export type Counts = Record<FacetName, { value: string; count: number }[]>

const labels: Record<FacetName, string> = { category: 'Category', capability: 'Capability', region: 'Region' }
const MOST_AT_FIRST = 8

type FacetsProps = {
  counts: Counts
  filter: SolutionsSearch
  onChange: (change: Change) => void
  /** For a finger. */
  large?: boolean
}

/** What one can choose, with how many each would bring. */
export const Facets = ({ counts, filter, onChange, large = false }: FacetsProps) => (
  <div className={styles.facets}>
    {facetNames.map((name) => (
      <Facet
        key={name}
        label={labels[name]}
        large={large}
        values={counts[name]}
        chosen={filter[name] ?? []}
        onChoose={(values) => onChange({ [name]: values })}
      />
    ))}
  </div>
)

type FacetProps = {
  label: string
  large: boolean
  values: { value: string; count: number }[]
  chosen: string[]
  onChoose: (values: string[]) => void
}

/** Long ones begin with what is most frequent; what is chosen is always in sight. */
function Facet({ label, large, values, chosen, onChoose }: FacetProps) {
  const [showsAll, setShowsAll] = useState(false)
  const isFew = values.length <= MOST_AT_FIRST + 1
  const shown = values.filter(
    ({ value }, place) => showsAll || isFew || place < MOST_AT_FIRST || chosen.includes(value),
  )
  if (values.length === 0) return null
  return (
    <div>
      <Checkbox.Group label={label} value={chosen} onChange={onChoose}>
        <Stack gap={large ? 'md' : 10} mt={4}>
          {shown.map(({ value, count }) => (
            <Checkbox
              key={value}
              size={large ? 'md' : 'xs'}
              value={value}
              label={<Choice value={value} count={count} />}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      {!isFew && (
        <TextButton size={large ? 'sm' : 'xs'} mt={10} aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `Show all ${values.length}`}
        </TextButton>
      )}
    </div>
  )
}

const Choice = ({ value, count }: { value: string; count: number }) => (
  <>
    {value}{' '}
    <Text span size="xs" c="dimmed" className="tabular">
      {count.toLocaleString('en-GB')}
    </Text>
  </>
)
