import { Alert, Text } from '@mantine/core'
import type { Request } from '../../../shared/requests.ts'
import { Moment } from '../../ui/moment.tsx'
import { buyerOf } from './words.ts'

type NoticeProps = { request: Request }

/** What became of it, above the brief: nothing as long as it is open or answered. */
export function Notices({ request }: NoticeProps) {
  if (request.state === 'closed') return <Closed request={request} />
  if (request.state === 'declined') return <Declined request={request} />
  return null
}

const Closed = ({ request }: NoticeProps) => (
  <Alert color="gray" role="status" py="sm" mb="lg">
    <Text size="sm">{closedWords(request)}</Text>
  </Alert>
)

/** As politely as the mail says it. */
function closedWords(request: Request): string {
  const { outcome, solution } = request
  if (outcome === 'selected') return `This is closed. ${buyerOf(request)} chose ${solution.name}.`
  if (outcome === 'not_selected')
    return `This is closed. ${buyerOf(request)} chose another way this time, and thanks you for your time.`
  return 'This is closed: it takes no answers any more.'
}

const Declined = ({ request: { declinedAt, declineReason, can } }: NoticeProps) => (
  <Alert color="gray" role="status" py="sm" mb="lg">
    <Text size="sm">
      You declined {declinedAt && <Moment at={declinedAt} />}.{can.respond && ' You can still answer until it closes.'}
    </Text>
    {declineReason && (
      <Text size="sm" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
        “{declineReason}”
      </Text>
    )}
  </Alert>
)
