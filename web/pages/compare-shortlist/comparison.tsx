import { Box, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { Shortlist } from '../../../shared/shortlists.ts'
import { paths } from '../../paths.ts'
import { TextLink } from '../../ui/link.tsx'
import { variables } from '../../ui/variables.ts'
import { SolutionMonogram } from '../../ui/who.tsx'
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

/** Scrolls in itself, so that the names and the facts stay in sight; the keyboard scrolls it too. */
const Table = ({ org, title, items, facts }: ComparisonProps & { facts: Fact[] }) => (
  <Box component="section" className={styles.scroll ?? ''} aria-label={`${title}, side by side`} tabIndex={0}>
    <table className={styles.table} style={variables({ '--solutions': String(items.length) })}>
      <thead>
        <tr>
          <td />
          {items.map(({ solutionId, solution }, index) => (
            <th key={solutionId} scope="col">
              <span className={styles.head}>
                <SolutionMonogram name={solution.name} size={32} />
                <span className={styles.name}>
                  <span className={styles.rank}>Number {index + 1}</span>
                  <TextLink to={paths.solution(org, solution.slug)} className={styles.link ?? ''} title={solution.name}>
                    {solution.name}
                  </TextLink>
                </span>
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {facts.map(({ label, show }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {items.map((item) => (
              <td key={item.solutionId}>{show(item)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </Box>
)
