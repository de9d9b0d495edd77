import { Skeleton } from '@mantine/core'
import { IconEyeOff, IconMessages } from '@tabler/icons-react'
import { useState } from 'react'
import { listRates } from '../../../shared/briefs.ts'
import { useRead } from '../../api.ts'
import { useNewsAsRead } from '../../frames/read-news.ts'
import { paths } from '../../paths.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Deadline } from '../../ui/moment.tsx'
import { EmptyState } from '../../ui/page.tsx'
import { useOpenBrief } from '../brief/sent/open-brief.ts'
import { useAllResponses } from './all-responses.ts'
import { Comparison, hasSeveralModels } from './comparison.tsx'
import { OneResponse } from './one-response.tsx'
import { standings } from './ranking.ts'
import { Rates } from './rates.tsx'
import { Silent } from './silent.tsx'

export const Responses = () =>
  useOpenBrief().workspace.can.readQuotes ? (
    <Loaded label="Loading the responses" skeleton={<Skeleton h={420} radius="lg" />}>
      <All />
    </Loaded>
  ) : (
    <KeptFromViewers />
  )

/** SPEC O2: the organization decides it. Whether there are any is not told either. */
const KeptFromViewers = () => (
  <EmptyState icon={IconEyeOff} title="Not for viewers">
    {useOpenBrief().workspace.organization.name} shows what solutions answer and quote to its admins and editors. Ask
    one of them to show you.
  </EmptyState>
)

function All() {
  const { org, brief } = useOpenBrief()
  const { responses, isWhole } = useAllResponses(org, brief.id)
  const { items: rates } = useRead(listRates, { org })
  useNewsAsRead(paths.brief(org, brief.id))
  const [readId, setReadId] = useState<string | null>(null)
  if (responses.length === 0) return <NoneYet />
  const quoted = responses.map(({ solutionId, response: { quote } }) => ({ solutionId, quote }))
  // Best of half of them would be said too early.
  const ranked = isWhole ? standings(quoted, rates, brief.budget?.currency) : new Map<string, never>()
  const severalModels = hasSeveralModels(responses)
  return (
    <Rates rates={rates} responses={responses} standings={ranked}>
      <Comparison brief={brief} responses={responses} standings={ranked} onRead={setReadId} />
      <Silent recipients={brief.recipients} />
      <OneResponse
        response={responses.find(({ solutionId }) => solutionId === readId) ?? null}
        standing={readId ? ranked.get(readId) : undefined}
        severalModels={severalModels}
        onClose={() => setReadId(null)}
      />
    </Rates>
  )
}

function NoneYet() {
  const { status, deadline, deadlineZone, recipients } = useOpenBrief().brief
  return (
    <>
      <EmptyState icon={IconMessages} title={status === 'closed' ? 'Nobody answered' : 'No responses yet'}>
        {status === 'closed' ? (
          'It closed before a solution answered. Copy it to a new draft to ask again.'
        ) : (
          <>
            Answers and quotes stand here side by side, as soon as they come
            {deadline && (
              <>
                , until <Deadline at={deadline} zone={deadlineZone} />
              </>
            )}
            .
          </>
        )}
      </EmptyState>
      <Silent recipients={recipients} />
    </>
  )
}
