import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Solution } from '../../../shared/solutions.ts'
import styles from './solution.module.css'

/** What one compares. Only what is known. */
export const SolutionFacts = ({ solution }: { solution: Solution }) => (
  <section className={styles.card} aria-labelledby="facts">
    <h2 id="facts">Facts</h2>
    <dl className={styles.facts}>
      <Fact label="Category">{solution.category}</Fact>
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

/** Somebody else's page: it learns nothing of ours. */
const Website = ({ at }: { at: string }) => (
  <Anchor href={at} target="_blank" rel="noopener noreferrer" size="sm">
    {new URL(at).host.replace(/^www\./, '')}
  </Anchor>
)
