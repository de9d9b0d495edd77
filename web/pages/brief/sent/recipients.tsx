import { Card, Table, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Brief } from '../../../../shared/briefs.ts'
import { paths } from '../../../paths.ts'
import { StatusBadge } from '../../../ui/badges.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Moment } from '../../../ui/moment.tsx'
import records from '../../../ui/records.module.css'
import { RecordTable } from '../../../ui/records.tsx'
import { useOpenBrief } from './open-brief.ts'
import styles from './sent.module.css'
import { inStates } from './words.ts'

type Recipient = Brief['recipients'][number]
type RowsProps = { recipients: Recipient[]; withOutcome: boolean }

/** Who was asked, and what became of it. */
export function Recipients() {
  const { recipients } = useOpenBrief().brief
  const isPhone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const Rows = isPhone ? RecipientCards : RecipientTable
  return (
    <section className={styles.section} aria-labelledby="recipients">
      <Title order={2} id="recipients">
        Recipients
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {inStates(recipients)}
      </Text>
      <Rows recipients={recipients} withOutcome={recipients.some(({ outcome }) => outcome !== null)} />
    </section>
  )
}

const columns = [
  ['Solution', undefined],
  ['State', styles.state],
  ['When', styles.when],
] as const
const outcomeColumn = ['Told', styles.told] as const

const RecipientTable = ({ recipients, withOutcome }: RowsProps) => (
  <RecordTable label="Recipients" columns={withOutcome ? [...columns, outcomeColumn] : columns}>
    {recipients.map((it) => (
      <Table.Tr key={it.solutionId}>
        <Table.Td>
          <Name of={it} />
          <Reason of={it} />
        </Table.Td>
        <Table.Td>
          <StatusBadge status={it.state} />
        </Table.Td>
        <Table.Td>
          <Happened of={it} />
        </Table.Td>
        {withOutcome && (
          <Table.Td>
            <Told of={it} />
          </Table.Td>
        )}
      </Table.Tr>
    ))}
  </RecordTable>
)

/** On a phone a row is a card: the name first, then the same facts as a list. */
const RecipientCards = ({ recipients, withOutcome }: RowsProps) => (
  <div className={records.cards}>
    {recipients.map((it) => (
      <Card key={it.solutionId} padding="md">
        <Name of={it} />
        <Reason of={it} />
        <dl className={records.facts}>
          <dt>State</dt>
          <dd>
            <StatusBadge status={it.state} />
          </dd>
          <dt>When</dt>
          <dd>
            <Happened of={it} />
          </dd>
          {withOutcome && (
            <>
              <dt>Told</dt>
              <dd>
                <Told of={it} />
              </dd>
            </>
          )}
        </dl>
      </Card>
    ))}
  </div>
)

type Of = { of: Recipient }

function Name({ of: { solution } }: Of) {
  const { org } = useOpenBrief()
  return (
    <TextLink to={paths.solution(org, solution.slug)} className={styles.link ?? ''}>
      {solution.name}
    </TextLink>
  )
}

const Reason = ({ of: { state, declineReason } }: Of) => {
  if (state === 'mail_failed')
    return <span className={records.second}>The mail did not arrive. In the app it waits for them.</span>
  return state === 'declined' && declineReason && <span className={styles.reason}>“{declineReason}”</span>
}

/** When it came into this state. */
function Happened({ of: { state, sentAt, viewedAt, answeredAt } }: Of) {
  const at = { responded: answeredAt, declined: answeredAt, viewed: viewedAt }[state as string] ?? sentAt
  return at && <Moment at={at} />
}

const Told = ({ of: { outcome } }: Of) =>
  outcome ? (
    <StatusBadge status={outcome} />
  ) : (
    <Text size="sm" c="dimmed">
      Nothing yet
    </Text>
  )
