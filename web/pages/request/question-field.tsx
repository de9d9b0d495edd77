import { Group, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { Question } from '../../../shared/briefs.ts'
import { TextButton } from '../../ui/text-button.tsx'
import type { Typed } from './typed.ts'

type QuestionFieldProps = { form: UseFormReturnType<Typed>; question: Question }
type FieldProps = QuestionFieldProps & { label: string; required: boolean }

/** Each question in the form that its type wants. */
export function QuestionField({ form, question }: QuestionFieldProps) {
  const Field = fields[question.type]
  return <Field form={form} question={question} label={question.text} required={question.required} />
}

const pathOf = ({ id }: Question) => `answers.${id}` as const

const TextField = ({ form, question, ...rest }: FieldProps) => (
  <Textarea {...rest} autosize minRows={2} maxRows={12} maxLength={4000} {...form.getInputProps(pathOf(question))} />
)

const NumberField = ({ form, question, ...rest }: FieldProps) => (
  <TextInput
    {...rest}
    inputMode="decimal"
    autoComplete="off"
    maxLength={40}
    styles={{ wrapper: { maxWidth: 240 } }}
    {...form.getInputProps(pathOf(question))}
  />
)

const YesNoField = ({ form, question, ...rest }: FieldProps) => {
  const { value, onChange, ...props } = form.getInputProps(pathOf(question))
  return (
    <Choices
      {...rest}
      {...props}
      value={value === true ? 'yes' : value === false ? 'no' : ''}
      onChange={(chosen) => onChange(chosen === '' ? '' : chosen === 'yes')}
      choices={[
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No' },
      ]}
      side
    />
  )
}

const MOST_RADIOS = 6

const ChoiceField = ({ form, question, ...rest }: FieldProps) => {
  const props = { ...form.getInputProps(pathOf(question)), ...rest }
  if (question.choices.length > MOST_RADIOS)
    return (
      <Select
        {...props}
        comboboxProps={{ portalProps: { target: '#main' } }}
        value={props.value || null}
        onChange={(chosen) => props.onChange(chosen ?? '')}
        data={question.choices}
        clearable={!question.required}
        allowDeselect={false}
        placeholder="Choose one"
      />
    )
  return <Choices {...props} choices={question.choices.map((it) => ({ value: it, label: it }))} />
}

const fields = { text: TextField, number: NumberField, yes_no: YesNoField, choice: ChoiceField }

type ChoicesProps = Omit<FieldProps, 'form' | 'question'> & {
  value?: string
  onChange: (chosen: string) => void
  choices: { value: string; label: string }[]
  /** Beside each other. */
  side?: boolean
}

/** What needs no answer can be taken back: a radio alone cannot. */
const Choices = ({ choices, side = false, value, onChange, ...rest }: ChoicesProps) => (
  <Radio.Group {...rest} value={value ?? ''} onChange={onChange}>
    <Stack gap={6} align="flex-start" mt={4}>
      {side ? <Group gap="lg">{radios(choices)}</Group> : radios(choices)}
      {!rest.required && value && <TextButton onClick={() => onChange('')}>Leave open</TextButton>}
    </Stack>
  </Radio.Group>
)

const radios = (choices: ChoicesProps['choices']) => choices.map((it) => <Radio key={it.value} {...it} />)
