import { Accordion, Text } from '@mantine/core'
import type { AuditEntry } from '../../../shared/audit.ts'
import { time, wholeInstant } from '../../ui/instant.ts'
import styles from './audit.module.css'
import { factsOf } from './facts.ts'

/** One event: a sentence with its time. Opened, what it changed. */
export const EventLine = ({ entry }: { entry: AuditEntry }) => (
  <Accordion.Item value={entry.id}>
    <Accordion.Control>
      <span className={styles.line}>
        <time dateTime={entry.at} className={styles.time}>
          {time(new Date(entry.at))}
        </time>
        <span className={styles.words}>
          {entry.text}
          {entry.savedInRow && (
            <Quiet>
              Saved {entry.savedInRow.times} times, since {time(new Date(entry.savedInRow.since))}
            </Quiet>
          )}
          {entry.detail && <Quiet>{entry.detail}</Quiet>}
        </span>
      </span>
    </Accordion.Control>
    <Accordion.Panel>
      <Particulars of={entry} />
    </Accordion.Panel>
  </Accordion.Item>
)

const Quiet = ({ children }: { children: React.ReactNode }) => <span className={styles.quiet}>{children}</span>

const actedAs = { member: ', as a member of the team', partner: ', as a partner', person: '', system: ', by itself' }

const Particulars = ({ of: entry }: { of: AuditEntry }) => (
  <dl className={styles.facts}>
    {factsOf(entry).map((fact) => (
      <Fact key={fact.label} name={fact.label}>
        {fact.was !== undefined && (
          <span className={styles.was}>
            <span className={styles.side}>Before</span> {fact.was}
          </span>
        )}
        {fact.now !== undefined && (
          <span className={styles.now}>
            {fact.was !== undefined && <span className={styles.side}>After</span>} {fact.now}
          </span>
        )}
      </Fact>
    ))}
    <Fact name="Who">
      {entry.actor.name}
      {actedAs[entry.actor.as]}
    </Fact>
    <Fact name="When">
      <time dateTime={entry.at}>{wholeInstant(new Date(entry.at))}</time>
    </Fact>
    {entry.requestId && (
      <Fact name="Request">
        <Text span size="sm" ff="monospace">
          {entry.requestId}
        </Text>
      </Fact>
    )}
  </dl>
)

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)
