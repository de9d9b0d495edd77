import { Drawer, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { type Brief, pricingModels } from '../../../shared/briefs.ts'
import { paths } from '../../paths.ts'
import { TextLink } from '../../ui/link.tsx'
import { useOpenBrief } from '../brief/sent/open-brief.ts'
import type { Answered } from './all-responses.ts'
import { When } from './comparison.tsx'
import { Lines, Nothing, Total } from './quote-parts.tsx'
import type { Standing } from './ranking.ts'
import styles from './responses.module.css'
import { answerText, leadText, validText } from './words.ts'

type OneProps = {
  /** Null while none is read alone. */
  response: Answered | null
  standing: Standing | undefined
  severalModels: boolean
  onClose: () => void
}

/** One response in full width, from top to bottom. */
export function OneResponse({ response, onClose, ...more }: OneProps) {
  // While it slides out, what was read stays on it.
  const [last, setLast] = useState(response)
  if (response && response !== last) setLast(response)
  return (
    <Drawer
      opened={response !== null}
      onClose={onClose}
      title={last?.solution.name}
      size={560}
      classNames={{ title: styles.drawerTitle ?? '' }}
      attributes={{ header: { role: 'none' } }}
    >
      {last && <Whole of={last} {...more} />}
    </Drawer>
  )
}

type WholeProps = Pick<OneProps, 'standing' | 'severalModels'> & { of: Answered }

function Whole({ of, standing, severalModels }: WholeProps) {
  const { org, brief } = useOpenBrief()
  const { solution, response } = of
  return (
    <Stack gap="xl">
      <div>
        <Text size="sm" c="dimmed">
          <When of={of} />
        </Text>
        <TextLink to={paths.solution(org, solution.slug)} size="sm">
          Open in the catalogue
        </TextLink>
      </div>
      <section aria-label="Quote">
        <Total quote={response.quote} standing={standing} severalModels={severalModels} />
        {response.quote && <Terms quote={response.quote} />}
      </section>
      {brief.questions.length > 0 && <Answers questions={brief.questions} answers={response.answers} />}
      {response.message && <Message>{response.message}</Message>}
    </Stack>
  )
}

const Terms = ({ quote }: { quote: NonNullable<Answered['response']['quote']> }) => (
  <Stack gap="md" mt="md">
    <Lines quote={quote} />
    <dl className={styles.facts}>
      {Object.entries({
        'Pricing model': pricingModels[quote.pricingModel],
        'Valid until': validText(quote),
        'Lead time': leadText(quote),
      }).map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  </Stack>
)

type AnswersProps = { questions: Brief['questions']; answers: Answered['response']['answers'] }

const Answers = ({ questions, answers }: AnswersProps) => (
  <section>
    <Title order={3} mb="sm">
      Questions
    </Title>
    <dl className={styles.facts}>
      {questions.map(({ id, text }) => (
        <div key={id}>
          <dt>{text}</dt>
          <dd>
            {answerText(answers.find(({ questionId }) => questionId === id)?.value) ?? <Nothing>Not answered</Nothing>}
          </dd>
        </div>
      ))}
    </dl>
  </section>
)

const Message = ({ children }: { children: string }) => (
  <section>
    <Title order={3} mb="xs">
      Message
    </Title>
    <Text className={styles.words ?? ''}>{children}</Text>
  </section>
)
