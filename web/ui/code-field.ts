import type { UseFormReturnType } from '@mantine/form'
import { useEffect } from 'react'
import { isProblem } from '../problem.ts'

/** How the field of a mailed code behaves in its form; `error` is that of the door it goes through. */
export function useCodeField(form: UseFormReturnType<{ otp: string }>, error: Error | null) {
  const refused = isProblem(error) && !error.passing ? error : null
  // A wrong code goes away, so that the next one begins in the first box; its words stay until then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new refusal counts
  useEffect(() => {
    if (refused) form.setFieldValue('otp', '')
  }, [refused])
  const type = (otp: string) => {
    form.clearErrors()
    form.setFieldValue('otp', otp)
  }
  return { type, refused }
}
