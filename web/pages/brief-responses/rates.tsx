import { Alert, Button, Group, Text, Title } from '@mantine/core'
import { IconCoins } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { listRates, type StatedRate, stateRate } from '../../../shared/briefs.ts'
import { useWrite } from '../../api.ts'
import { focusHeading } from '../../ui/focus.ts'
import { Moment } from '../../ui/moment.tsx'
import { toastRefusal } from '../../ui/toast.tsx'
import { toastWithUndo } from '../../ui/toast-act.tsx'
import { useOpenBrief } from '../brief/sent/open-brief.ts'
import type { Answered } from './all-responses.ts'
import { PERCENT, type Standing } from './ranking.ts'
import styles from './responses.module.css'
import { StateRate } from './state-rate.tsx'
import { dayText } from './words.ts'

type RatesProps = {
  rates: StatedRate[]
  responses: Answered[]
  standings: Map<string, Standing>
  /** What is compared by them. */
  children: ReactNode
}

/** SPEC 5: above what is compared, what cannot be without a rate; below it, the rates that were stated, by whom and when. */
export function Rates({ rates, responses, standings, children }: RatesProps) {
  const { workspace, brief } = useOpenBrief()
  const [stating, setStating] = useState(false)
  const currencies = currenciesOf(responses)
  const unranked = unrankedIn(responses, standings)
  const may = workspace.can.stateRates
  const state = () => setStating(true)
  return (
    <>
      {unranked.length > 0 && <Unranked currencies={unranked} onState={may ? state : null} />}
      {children}
      {(rates.length > 0 || (may && currencies.length > 1)) && (
        <section className={styles.section}>
          <Group justify="space-between" mb="sm">
            <Title order={2}>Stated rates</Title>
            {may && unranked.length === 0 && (
              <Button variant="default" onClick={state}>
                State a rate
              </Button>
            )}
          </Group>
          <StatedRates rates={rates} may={may} />
        </section>
      )}
      <StateRate
        opened={stating}
        onClose={() => setStating(false)}
        rates={rates}
        {...proposed([...unranked, ...currencies], [measureOf(standings), brief.budget?.currency, ...currencies])}
      />
    </>
  )
}

/** Of what is quoted in money; a percentage is compared without. */
const currenciesOf = (responses: Answered[]): string[] => {
  const quotes = responses.flatMap(({ response }) => response.quote ?? [])
  const inMoney = quotes.filter(({ pricingModel }) => pricingModel !== 'percentage')
  return [...new Set(inMoney.map(({ currency }) => currency))].toSorted()
}

/** In what others are compared already. */
const measureOf = (standings: Map<string, Standing>): string | undefined =>
  [...standings.values()].flatMap((it) => (it.kind === 'ranked' && it.measure !== PERCENT ? [it.measure] : []))[0]

/** The first of each that differ. */
const proposed = (from: string[], to: (string | undefined)[]) => ({
  from: from[0],
  to: to.find((one) => one !== undefined && one !== from[0]),
})

/** The currencies of quotes that are not ranked for want of a rate. */
const unrankedIn = (responses: Answered[], standings: Map<string, Standing>): string[] => {
  const lacksRate = (solutionId: string) => {
    const standing = standings.get(solutionId)
    return standing?.kind === 'not_ranked' && standing.why === 'no_rate'
  }
  const found = responses.filter(({ solutionId }) => lacksRate(solutionId))
  return [...new Set(found.flatMap(({ response }) => response.quote?.currency ?? []))].toSorted()
}

type UnrankedProps = { currencies: string[]; onState: (() => void) | null }

function Unranked({ currencies, onState }: UnrankedProps) {
  const { name } = useOpenBrief().workspace.organization
  return (
    <Alert color="gray" icon={<IconCoins size={20} stroke={1.6} />} mb="md" py="sm">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          Quotes in {new Intl.ListFormat('en-GB').format(currencies)} are not ranked. Amounts in different currencies
          are compared only with a rate that {onState ? 'you state' : `${name} states`}.
        </Text>
        {onState && (
          <Button size="xs" variant="default" onClick={onState}>
            State a rate
          </Button>
        )}
      </Group>
    </Alert>
  )
}

function StatedRates({ rates, may }: { rates: StatedRate[]; may: boolean }) {
  const takeBack = useTakingBack()
  if (rates.length === 0)
    return <Text c="dimmed">None so far. Every quote is compared with those in its own currency.</Text>
  return (
    <ul className={styles.rates}>
      {rates.map((it) => (
        <li key={`${it.from} ${it.to}`}>
          <span>
            {rateText(it)}, {dayText(it.statedFor)}
            <span className={styles.quiet}>
              Stated by {it.statedBy.name}, <Moment at={it.statedAt} />
            </span>
          </span>
          {may && (
            <Button
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={`Take back the rate from ${it.from} to ${it.to}`}
              onClick={() => takeBack(it)}
            >
              Take back
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

const rateText = ({ from, to, rate }: Pick<StatedRate, 'from' | 'to' | 'rate'>) => `1 ${from} = ${rate} ${to}`

function useTakingBack() {
  const { org } = useOpenBrief()
  const writing = useWrite(stateRate, { refresh: [listRates] })
  const onError = ({ message }: Error) => toastRefusal(message)
  const restate = ({ from, to, rate, statedFor }: StatedRate) =>
    writing.mutate({ org, from, to, rate, statedFor }, { onError })
  return (taken: StatedRate) =>
    writing.mutate(
      { org, from: taken.from, to: taken.to, rate: null },
      {
        onError,
        onSuccess: () => {
          toastWithUndo(`${rateText(taken)} taken back`, () => restate(taken))
          // Its row is gone, and the button that had the focus with it.
          focusHeading()
        },
      },
    )
}
