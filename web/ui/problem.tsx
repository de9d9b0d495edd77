import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { isProblem } from '../problem.ts'

type ProblemProps = {
  error: Error | null | undefined
  /** Shown as *Try again* where the same attempt can succeed. */
  onRetry?: (() => void) | undefined
}

/** What was refused, in the server's words. */
export function Problem({ error, onRetry }: ProblemProps) {
  if (!error) return null
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={20} stroke={1.7} />} py="sm">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{wordsOf(error)}</Text>
        {onRetry && mayRetry(error) && (
          <Button variant="default" size="xs" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  )
}

/** Errors that are not problems are our bugs: their words are for programmers. */
const wordsOf = (error: Error) => (isProblem(error) ? error.message : 'This did not work. Load the page again.')
const mayRetry = (error: Error) => !isProblem(error) || error.passing
