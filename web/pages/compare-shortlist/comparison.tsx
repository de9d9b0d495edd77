import { Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { Shortlist } from '../../../shared/shortlists.ts'
import { paths } from '../../paths.ts'
import { TextLink } from '../../ui/link.tsx'
import { ColumnHead, nameInHead, SideBySide } from '../../ui/side-by-side.tsx'
import styles from './comparison.module.css'
import { differing, type Fact, facts } from './facts.tsx'

type Items = Shortlist['items']
type ComparisonProps = { org: string; title: string; items: Items }

/** Solutions side by side, in the order of the shortlist. */
export function Comparison({ org, title, items }: ComparisonProps) {
  const [onlyDifferences, setOnlyDifferences] = useState(false)
  const shown = onlyDifferences ? differing(items) : facts
  const hidden = facts.length - shown.length
  return (
    <>
      {items.length > 1 && (
        <Switch
          mb="md"
          label="Only differences"
          classNames={{ track: styles.track ?? '' }}
          checked={onlyDifferences}
          onChange={({ currentTarget: { checked } }) => setOnlyDifferences(checked)}
        />
      )}
      <Table org={org} title={title} items={items} facts={shown} />
      <Text size="sm" c="dimmed" mt="sm" role="status">
        {hidden > 0 && (hidden === 1 ? '1 row is the same for all.' : `${hidden} rows are the same for all.`)}
      </Text>
    </>
  )
}

const Table = ({ org, title, items, facts }: ComparisonProps & { facts: Fact[] }) => (
  <SideBySide
    label={`${title}, side by side`}
    columns={items.map((item, index) => ({
      key: item.solutionId,
      head: <Head org={org} of={item.solution} number={index + 1} />,
    }))}
    rows={facts.map(({ label, show }) => ({ key: label, label, cells: items.map(show) }))}
  />
)

type HeadProps = { org: string; of: Items[number]['solution']; number: number }

const Head = ({ org, of: { name, slug }, number }: HeadProps) => (
  <ColumnHead name={name} above={`Number ${number}`}>
    <TextLink to={paths.solution(org, slug)} className={nameInHead} title={name}>
      {name}
    </TextLink>
  </ColumnHead>
)
