import { ActionIcon, Box, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type RefObject, useRef } from 'react'
import { pricingModels } from '../../../shared/briefs.ts'
import { quotedText } from '../../../shared/money.ts'
import { currencyChoices } from '../../ui/currency-choices.ts'
import { toastWithUndo } from '../../ui/toast-act.tsx'
import { sumOfLine, sumOfQuote } from './given.ts'
import styles from './request.module.css'
import { newLine, newQuote, type Typed, type TypedLine, type TypedQuote } from './typed.ts'
import { unitsOf } from './words.ts'

type Form = UseFormReturnType<Typed>
type QuoteProps = { form: Form; currency: string }

/** A price is not always asked for: it is there once somebody adds it. */
export function Quote({ form, currency }: QuoteProps) {
  const quote = form.getValues().quote
  const fields = useRef<HTMLElement>(null)
  const begin = useRef<HTMLButtonElement>(null)
  const write = (next: TypedQuote | null) => {
    form.setFieldValue('quote', next)
    // What was pressed is gone by then: its place is taken by what came instead.
    setTimeout(() => (next ? fields.current?.querySelector('input') : begin.current)?.focus())
  }
  if (!quote)
    return (
      <Button
        ref={begin}
        variant="default"
        leftSection={<IconPlus size={18} />}
        onClick={() => write(newQuote(currency))}
        className={styles.begin ?? ''}
      >
        Add a quote
      </Button>
    )
  return <QuoteFields form={form} quote={quote} onWrite={write} fields={fields} />
}

type QuoteFieldsProps = {
  form: Form
  quote: TypedQuote
  onWrite: (quote: TypedQuote | null) => void
  fields: RefObject<HTMLElement | null>
}

function QuoteFields({ form, quote, onWrite, fields }: QuoteFieldsProps) {
  const remove = () => {
    onWrite(null)
    toastWithUndo('Quote removed', () => onWrite(quote))
  }
  return (
    <section ref={fields} className={styles.quote} aria-label="Quote">
      <Group justify="space-between">
        <Title order={3}>Quote</Title>
        <Button variant="subtle" color="gray" size="xs" onClick={remove}>
          Remove quote
        </Button>
      </Group>
      <Terms form={form} />
      <Lines form={form} quote={quote} />
      <Total quote={quote} />
      <div className={styles.pair}>
        <TextInput label="Valid until" description="Optional" type="date" {...form.getInputProps('quote.validUntil')} />
        <TextInput
          label="Lead time in days"
          description="Optional"
          inputMode="numeric"
          autoComplete="off"
          maxLength={10}
          {...form.getInputProps('quote.leadTimeDays')}
        />
      </div>
    </section>
  )
}

const models = Object.entries(pricingModels).map(([value, label]) => ({ value, label }))

const Terms = ({ form }: { form: Form }) => (
  <div className={styles.pair}>
    <Select
      label="Pricing"
      comboboxProps={{ portalProps: { target: '#main' } }}
      data={models}
      allowDeselect={false}
      {...form.getInputProps('quote.pricingModel')}
    />
    <Select
      label="Currency"
      comboboxProps={{ portalProps: { target: '#main' } }}
      data={currencyChoices}
      searchable
      allowDeselect={false}
      limit={60}
      placeholder="Choose one"
      nothingFoundMessage="No such currency"
      {...form.getInputProps('quote.currency')}
    />
  </div>
)

function Lines({ form, quote }: { form: Form; quote: TypedQuote }) {
  const list = useRef<HTMLDivElement>(null)
  const add = () => {
    form.insertListItem('quote.lineItems', newLine())
    // The new line is drawn by then, and waits for words.
    setTimeout(() => list.current?.querySelector<HTMLElement>('[role="group"]:last-of-type input')?.focus())
  }
  const remove = (place: number) => {
    form.removeListItem('quote.lineItems', place)
    const line = quote.lineItems[place]!
    toastWithUndo('Line removed', () => form.insertListItem('quote.lineItems', line, place))
    list.current?.focus()
  }
  return (
    <Stack gap="sm" ref={list} tabIndex={-1} className={styles.lines ?? ''} data-path="quote.lineItems">
      {quote.lineItems.map((line, place) => (
        <Line
          key={line.key}
          form={form}
          quote={quote}
          line={line}
          place={place}
          onRemove={quote.lineItems.length > 1 ? () => remove(place) : null}
        />
      ))}
      {typeof form.errors['quote.lineItems'] === 'string' && (
        <Text size="xs" c="red" role="alert">
          {form.errors['quote.lineItems']}
        </Text>
      )}
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={16} />}
        onClick={add}
        className={styles.begin ?? ''}
      >
        Add a line
      </Button>
    </Stack>
  )
}

type LineProps = { form: Form; quote: TypedQuote; line: TypedLine; place: number; onRemove: (() => void) | null }

const Line = ({ form, quote, line, place, onRemove }: LineProps) => {
  const at = `quote.lineItems.${place}` as const
  const units = unitsOf(quote.pricingModel)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid everywhere
    <div
      role="group"
      aria-label={`Line ${place + 1}`}
      className={styles.line}
      data-percent={quote.pricingModel === 'percentage' || undefined}
    >
      <TextInput
        label="What for"
        className={styles.description ?? ''}
        maxLength={300}
        autoComplete="off"
        {...form.getInputProps(`${at}.description`)}
      />
      {quote.pricingModel !== 'percentage' && (
        <TextInput
          label={units.quantity}
          inputMode="numeric"
          autoComplete="off"
          maxLength={40}
          {...form.getInputProps(`${at}.quantity`)}
        />
      )}
      <TextInput
        label={units.unitAmount}
        inputMode="decimal"
        autoComplete="off"
        maxLength={40}
        {...form.getInputProps(`${at}.unitAmount`)}
      />
      <Box className={styles.sum ?? ''}>
        <span>{sumText(sumOfLine(line, quote), quote)}</span>
        {onRemove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Remove line ${place + 1}`}
            onClick={onRemove}
          >
            <IconX size={18} />
          </ActionIcon>
        )}
      </Box>
    </div>
  )
}

const Total = ({ quote }: { quote: TypedQuote }) => (
  <div className={styles.total}>
    <span>Total</span>
    <output aria-live="polite" aria-label="Total">
      {sumText(sumOfQuote(quote), quote)}
    </output>
  </div>
)

const sumText = (sum: number | null, quote: TypedQuote) => (sum === null ? '–' : quotedText(sum, quote))
