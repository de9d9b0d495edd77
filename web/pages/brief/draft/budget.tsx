import { Group, Select, TextInput } from '@mantine/core'
import { moneyText } from '../../../../shared/money.ts'
import { currencyChoices } from '../../../ui/currency-choices.ts'
import { errorAt } from './errors.ts'
import { useOpenDraft } from './open-draft.ts'
import { Section } from './section.tsx'
import { amountIn } from './typed.ts'

export function BudgetSection() {
  const { typed, keeper, errors } = useOpenDraft()
  return (
    <Section title="Budget" purpose="Optional. Solutions read it.">
      <Group gap="sm" align="flex-start">
        <Amount end="min" label="From" />
        <Amount end="max" label="Up to" />
        <Select
          label="Currency"
          data-path="budget.currency"
          w={{ base: '100%', xs: 240 }}
          searchable
          comboboxProps={{ portalProps: { target: '#main' } }}
          allowDeselect={false}
          nothingFoundMessage="No currency is called that."
          data={currencyChoices}
          value={typed.budget.currency}
          onChange={(currency) => currency && keeper.change({ budget: { ...typed.budget, currency } })}
          error={errorAt(errors, 'budget.currency')}
        />
      </Group>
    </Section>
  )
}

/** Typed as one likes; below it stands how it was understood. */
function Amount({ end, label }: { end: 'min' | 'max'; label: string }) {
  const { typed, keeper, errors } = useOpenDraft()
  const { currency } = typed.budget
  const amount = amountIn(typed.budget[end], currency)
  return (
    <TextInput
      label={label}
      data-path={`budget.${end}`}
      w={{ base: '100%', xs: 190 }}
      inputMode="decimal"
      autoComplete="off"
      maxLength={40}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={typeof amount === 'number' ? moneyText(amount, currency) : ' '}
      value={typed.budget[end]}
      onChange={({ currentTarget: { value } }) => keeper.change({ budget: { ...typed.budget, [end]: value } })}
      error={errorAt(errors, `budget.${end}`)}
    />
  )
}
