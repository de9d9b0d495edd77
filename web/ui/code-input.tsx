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
export function CodeInput({ label, error, onComplete, 'data-path': path, ...props }: CodeInputProps) {
  const id = useId()
  const wrong = Boolean(error)
  const digit = (index: number) => ({
    'aria-label': `Digit ${index + 1} of 6`,
    ...(wrong && { 'aria-describedby': `${id}-error` }),
    ...(index === 0 && path && { 'data-path': path }),
  })
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      error={error}
      errorProps={{ id: `${id}-error`, role: 'alert' }}
    >
      <PinInput
        {...props}
        aria-label="Code"
        length={6}
        type="number"
        size="xl"
        gap={8}
        placeholder=""
        error={wrong}
        onComplete={() => onComplete?.()}
        getInputProps={digit}
        classNames={{ root: styles.root ?? '', pinInput: styles.digit ?? '', input: styles.input ?? '' }}
      />
    </Input.Wrapper>
  )
}
