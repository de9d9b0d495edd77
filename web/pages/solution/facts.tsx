import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Solution } from '../../../shared/solutions.ts'
import { FilterLink } from './filter-link.tsx'
import styles from './solution.module.css'

type FactsProps = { org: string; solution: Solution }

/** What one compares. Only what is known; what others have in common leads to them. */
export const SolutionFacts = ({ org, solution }: FactsProps) => (
  <section className={styles.card} aria-labelledby="facts">
    <h2 id="facts">Facts</h2>
    <dl className={styles.facts}>
      <Fact label="Category">
        <FilterLink org={org} facet="category" value={solution.category} />
      </Fact>
      <Fact label="Capabilities">
        <Links org={org} facet="capability" values={solution.capabilities} />
      </Fact>
      <Fact label="Regions">
        <Links org={org} facet="region" values={solution.regions} />
      </Fact>
      <Fact label="Customers">{solution.customerSize}</Fact>
      <Fact label="Pricing">{solution.pricingModel}</Fact>
      <Fact label="Website">{solution.website && <Website at={solution.website} />}</Fact>
      <Fact label="Contact">
        {solution.contactEmail && (
          <Anchor href={`mailto:${solution.contactEmail}`} size="sm">
            {solution.contactEmail}
          </Anchor>
        )}
      </Fact>
    </dl>
  </section>
)

const Fact = ({ label, children }: { label: string; children: ReactNode }) =>
  children && (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )

type LinksProps = { org: string; facet: 'capability' | 'region'; values: string[] }

const Links = ({ values, ...link }: LinksProps) =>
  values.length > 0 && (
    <ul className={styles.values}>
      {values.map((value) => (
        <li key={value}>
          <FilterLink {...link} value={value} />
        </li>
      ))}
    </ul>
  )

/** Somebody else's page: it learns nothing of ours. */
const Website = ({ at }: { at: string }) => (
  <Anchor href={at} target="_blank" rel="noopener noreferrer" size="sm">
    {new URL(at).host.replace(/^www\./, '')}
  </Anchor>
)
