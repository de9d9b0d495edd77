import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { isProblem } from '../../problem.ts'
import { ChangedMeanwhile } from '../../ui/changed-meanwhile.tsx'
import { Problem } from '../../ui/problem.tsx'
import styles from './shortlist.module.css'

type Refused = { changedBy: string | null; problem: Error | null; forget: () => void }
type OrderNoticeProps = { ordering: Refused & { retry: () => void }; removing: Refused }

/** Why a move or a removal was not kept. In sight however far down the list one is. */
export const OrderNotice = ({ ordering, removing }: OrderNoticeProps) => (
  <div className={styles.notice}>
    <ChangedMeanwhile by={ordering.changedBy} then="move it again" onClose={ordering.forget} />
    <ChangedMeanwhile by={removing.changedBy} then="remove it again" onClose={removing.forget} />
    {isPassing(ordering.problem) ? <NotSaved onRetry={ordering.retry} /> : <Problem error={ordering.problem} />}
    <Problem error={removing.problem} />
  </div>
)

const isPassing = (error: Error | null) => isProblem(error) && error.passing

/** The order stays as one wanted it: only the server does not know it yet. */
const NotSaved = ({ onRetry }: { onRetry: () => void }) => (
  <Alert color="red" role="alert" icon={<IconAlertTriangle size={20} stroke={1.7} />} py="sm">
    <Group justify="space-between" gap="sm">
      <Text size="sm">We could not save this order. It is still here.</Text>
      <Button variant="default" size="xs" onClick={onRetry}>
        Try again
      </Button>
    </Group>
  </Alert>
)
