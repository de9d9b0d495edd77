import { Group, Text } from '@mantine/core'
import type { Request } from '../../../shared/requests.ts'
import { isProblem } from '../../problem.ts'
import { Moment } from '../../ui/moment.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import type { Writing } from './writing.ts'

type KeepingStateProps = { writing: Writing; draft: Request['draft'] }

/** Whether what one typed is safe. Colleagues see the same draft. */
export const KeepingState = ({ writing, draft }: KeepingStateProps) => (
  <Group gap="xs" role="status" flex={1} miw={0}>
    <State writing={writing} draft={draft} />
  </Group>
)

function State({ writing: { keeping, keepNow }, draft }: KeepingStateProps) {
  if (keeping instanceof Error)
    return (
      <>
        <Quiet>
          {isProblem(keeping) && !keeping.passing
            ? keeping.message
            : 'Draft not kept: no connection. Your text is still here.'}
        </Quiet>
        <TextButton onClick={() => void keepNow()}>Try again</TextButton>
      </>
    )
  if (keeping === 'typing' || keeping === 'keeping') return <Quiet>Keeping the draft…</Quiet>
  if (keeping === 'kept') return <Quiet>Draft kept</Quiet>
  if (!draft) return null
  return (
    <Text size="sm" c="dimmed">
      Draft kept by {draft.keptBy.name}, <Moment at={draft.keptAt} />
    </Text>
  )
}

const Quiet = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
)
