import { Badge, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Asked, askerText, briefKinds, type Question, questionTypes } from '../../shared/briefs.ts'
import { moneyText } from '../../shared/money.ts'
import styles from './asked-brief.module.css'
import { Day, Deadline } from './moment.tsx'
import { ThingHeader } from './page.tsx'

type AskedBriefProps = {
  asked: Asked
  /** Beside its kind, such as what became of it. */
  state?: ReactNode
  actions?: ReactNode
}

/** A brief as a solution reads it. The buyer's preview and the solution's own page draw it here, so that both are the same. */
export const AskedBrief = ({ asked, state, actions }: AskedBriefProps) => (
  <>
    <ThingHeader
      state={
        <>
          <Badge color="gray">{briefKinds[asked.kind]}</Badge>
          {state}
        </>
      }
      title={asked.title || 'Untitled'}
      actions={actions}
    />
    <AskedContent asked={asked} />
  </>
)

/** What is asked, below the title of a page. */
export const AskedContent = ({ asked }: { asked: Asked }) => (
  <Stack gap="xl" maw="72ch">
    <Facts asked={asked} />
    {asked.description && <Words title="Description">{asked.description}</Words>}
    {asked.requirements && <Words title="Requirements">{asked.requirements}</Words>}
    {asked.questions.length > 0 && <Questions questions={asked.questions} />}
  </Stack>
)

const Facts = ({ asked: { asks, deadline, deadlineZone, startDate, budget } }: { asked: Asked }) => (
  <dl className={styles.facts}>
    <dt>Who asks</dt>
    <dd>{askerText(asks)}</dd>
    <dt>Answer by</dt>
    <dd>{deadline ? <Deadline at={deadline} zone={deadlineZone} /> : 'No deadline'}</dd>
    {startDate && (
      <>
        <dt>Start</dt>
        <dd>
          <Day at={`${startDate}T12:00:00`} />
        </dd>
      </>
    )}
    {budget && (
      <>
        <dt>Budget</dt>
        <dd className="tabular">{budgetText(budget)}</dd>
      </>
    )}
  </dl>
)

/** `€10,000.00 to €20,000.00`, `from €10,000.00`, `up to €20,000.00`, or the currency alone. */
export function budgetText({ min, max, currency }: NonNullable<Asked['budget']>): string {
  if (min !== null && max !== null && min === max) return moneyText(min, currency)
  if (min !== null && max !== null) return `${moneyText(min, currency)} to ${moneyText(max, currency)}`
  if (min !== null) return `From ${moneyText(min, currency)}`
  return max === null ? `In ${currency}` : `Up to ${moneyText(max, currency)}`
}

const Words = ({ title, children }: { title: string; children: string }) => (
  <section>
    <Title order={2} mb="xs">
      {title}
    </Title>
    <Text className={styles.words ?? ''}>{children}</Text>
  </section>
)

const Questions = ({ questions }: { questions: Question[] }) => (
  <section>
    <Title order={2} mb="xs">
      {questions.length === 1 ? '1 question' : `${questions.length} questions`}
    </Title>
    <ol className={styles.questions}>
      {questions.map((it) => (
        <li key={it.id}>
          <span className={styles.question}>{it.text || 'Not written yet'}</span>
          <span className={styles.kind}>{answerWords(it)}</span>
        </li>
      ))}
    </ol>
  </section>
)

const answerWords = ({ type, choices, required }: Question) =>
  [
    type === 'choice' && choices.length > 0 ? `One of: ${choices.join(', ')}` : questionTypes[type],
    required && 'required',
  ]
    .filter(Boolean)
    .join(' · ')
