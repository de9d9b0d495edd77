import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { listRates, type StatedRate, stateRate } from '../../../shared/briefs.ts'
import { useWrite } from '../../api.ts'
import { currencyChoices } from '../../ui/currency-choices.ts'
import { useSubmission } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { useOpenBrief } from '../brief/sent/open-brief.ts'
import styles from './responses.module.css'
import { dayText, today } from './words.ts'

type StateRateProps = {
  rates: StatedRate[]
  /** What is proposed. */
  from: string | undefined
  to: string | undefined
  onClose: () => void
}

export const StateRate = ({ opened, ...form }: StateRateProps & { opened: boolean }) => (
  <Modal opened={opened} onClose={form.onClose} title="State a rate" size={540} closeOnClickOutside={false}>
    <RateForm {...form} />
  </Modal>
)

function RateForm({ rates, from, to, onClose }: StateRateProps) {
  const { org, workspace } = useOpenBrief()
  const form = useForm({
    initialValues: { from: from ?? '', to: to ?? '', rate: '', statedFor: today() },
  })
  const stating = useWrite(stateRate, { refresh: [listRates] })
  const { submit, problem, sending } = useSubmission(form, stating, {
    input: ({ rate, ...values }) => ({ org, ...values, rate: rateTyped(rate) }),
    onDone: (_, values) => {
      toast(`1 ${values.from} = ${rateTyped(values.rate)} ${values.to} stated`)
      onClose()
    },
  })
  const { values } = form
  const earlier = rates.find((it) => it.from === values.from && it.to === values.to)
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <div className={styles.pair}>
          <CurrencySelect label="From" {...form.getInputProps('from')} />
          <CurrencySelect label="To" {...form.getInputProps('to')} />
        </div>
        <div className={styles.pair}>
          <TextInput
            label="Rate"
            description={`How many ${values.to || 'of the one'} are paid for 1 ${values.from || 'of the other'}.`}
            placeholder="0.94"
            inputMode="decimal"
            autoComplete="off"
            data-autofocus
            {...form.getInputProps('rate')}
          />
          <TextInput
            label="Day"
            description="For which day it was good."
            type="date"
            {...form.getInputProps('statedFor')}
          />
        </div>
        <Text size="sm" c="dimmed">
          {earlier &&
            `This replaces ${earlier.rate}, ${dayText(earlier.statedFor)}, stated by ${earlier.statedBy.name}. `}
          Everybody who works on briefs of {workspace.organization.name} compares by it, and reads who stated it.
          Solutions never see it.
        </Text>
        <Problem error={problem} onRetry={() => submit()} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            State rate
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type CurrencyProps = { label: string; value?: string; onChange?: (value: string | null) => void }

const CurrencySelect = (props: CurrencyProps) => (
  <Select
    comboboxProps={{ portalProps: { target: '#main' } }}
    data={currencyChoices}
    searchable
    allowDeselect={false}
    limit={60}
    nothingFoundMessage="No such currency"
    {...props}
  />
)

/** `1,06` is `1.06`: a rate has no thousands to group. */
const rateTyped = (typed: string) => typed.trim().replace(',', '.')
