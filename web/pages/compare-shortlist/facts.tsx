import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Shortlist } from '../../../shared/shortlists.ts'

type Item = Shortlist['items'][number]
export type Fact = {
  label: string
  /** What makes two solutions equal in this. */
  text: (item: Item) => string
  show: (item: Item) => ReactNode
}

/** What is not known is said, and never left as a hole. */
const known = (text: string | null): ReactNode => text || <Nothing>Not stated</Nothing>

const Nothing = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
)

const fact = (label: string, text: (item: Item) => string, show: Fact['show'] = (item) => known(text(item))): Fact => ({
  label,
  text,
  show,
})

const several = (label: string, valuesOf: (item: Item) => string[]): Fact =>
  fact(
    label,
    (item) => valuesOf(item).toSorted().join(', '),
    (item) => known(valuesOf(item).join(', ')),
  )

export const facts: Fact[] = [
  fact(
    'Why',
    ({ reason }) => reason,
    ({ reason }) => reason || <Nothing>No line yet</Nothing>,
  ),
  fact('In short', ({ solution }) => solution.tagline),
  fact('Category', ({ solution }) => solution.category),
  several('Capabilities', ({ solution }) => solution.capabilities),
  several('Regions', ({ solution }) => solution.regions),
  fact('Size of customers', ({ solution }) => solution.customerSize ?? ''),
  fact('Pricing model', ({ solution }) => solution.pricingModel ?? ''),
  fact('Verified', ({ solution }) => (solution.verified ? 'Yes' : 'No')),
]

/** Those in which not all are equal. */
export const differing = (items: Item[]): Fact[] =>
  facts.filter(({ text }) => new Set(items.map((item) => text(item))).size > 1)
