import { Input, PinInput } from '@mantine/core'
import { useId } from 'react'
import styles from './code-input.module.css'

type CodeInputProps = {
  value?: string
  onChange: (code: string) => void
  /** All six digits are there: typed, pasted, or filled in by the phone. */
  onComplete?: () => void
  /** Where the code is not the only field. */
  label?: string
  error?: React.ReactNode
  autoFocus?: boolean
  /** Where a form finds the field again, to give it the focus. */
  'data-path'?: string
}

/** The six digits of a mailed code. */
export function CodeInput({
  label,
  value = '',
  onChange,
  onComplete,
  error,
  'data-path': path,
  ...props
}: CodeInputProps) {
  const id = useId()
  const wrong = Boolean(error)
  // Once for every code that becomes whole; not the component's own word for it, which misses a second pasted code.
  const change = (code: string) => {
    onChange(code)
    if (code.length === 6 && value.length < 6) onComplete?.()
  }
  const digit = (index: number) => ({
    'aria-label': `Digit ${index + 1} of 6`,
    ...(wrong && { 'aria-describedby': `${id}-error` }),
    ...(index === 0 && path && { 'data-path': path }),
  })
  return (
    <Input.Wrapper label={label} labelElement="div" error={error} errorProps={{ id: `${id}-error`, role: 'alert' }}>
      <PinInput
        {...props}
        aria-label="Code"
        length={6}
        type="number"
        size="xl"
        gap={8}
        placeholder=""
        error={wrong}
        value={value}
        onChange={change}
        getInputProps={digit}
        classNames={{ root: styles.root ?? '', pinInput: styles.digit ?? '', input: styles.input ?? '' }}
      />
    </Input.Wrapper>
  )
}
