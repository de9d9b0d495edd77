import { Button, Group, Skeleton, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { askerText, briefKinds } from '../../shared/briefs.ts'
import { findRequest, type Request } from '../../shared/requests.ts'
import { reading } from '../api.ts'
import { useNewsAsRead } from '../frames/read-news.ts'
import { paths } from '../paths.ts'
import { isNotFound } from '../problem.ts'
import { AskedContent } from '../ui/asked-brief.tsx'
import { StatusBadge } from '../ui/badges.tsx'
import { LeaveGuard } from '../ui/leave-guard.tsx'
import { TextLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { ThingHeader } from '../ui/page.tsx'
import { Answer } from './request/answer.tsx'
import { Decline } from './request/decline.tsx'
import { GoneWhileAnswering } from './request/gone-while-answering.tsx'
import { Notices } from './request/notices.tsx'
import styles from './request/request.module.css'
import { useViewedOnce } from './request/view-once.ts'
import { useWriting, type Writing } from './request/writing.ts'

/** SPEC S1, S2: one brief as it reached a solution, and the answer to it. */
export default function RequestPage() {
  const { id } = useParams({ from: '/signed-in/lobby/requests/$id' })
  return <WritingAround key={id} id={id} />
}

/** What is being written is kept around everything that may go away meanwhile. */
function WritingAround({ id }: { id: string }) {
  const writing = useWriting(id)
  // A moment's typing is kept on the way out; only what cannot be kept is asked about.
  const mayGo = async (pathname: string) => pathname === paths.signIn || (await writing.keepNow())
  return (
    <>
      <GoneWhileAnswering id={id} typed={writing.typed}>
        <Loaded label="Loading the request" skeleton={<Ghosts />}>
          <Whole id={id} writing={writing} />
        </Loaded>
      </GoneWhileAnswering>
      <LeaveGuard isUnsaved={writing.keeping !== null && writing.keeping !== 'kept'} mayGo={mayGo}>
        The last of what you typed is not kept yet. It is lost when you leave.
      </LeaveGuard>
    </>
  )
}

/** One that is not for us any more is gone from the screen too. */
function useRequest(id: string): Request {
  const { data, error } = useSuspenseQuery(reading(findRequest, { id }))
  if (isNotFound(error)) throw error
  return data
}

function Whole({ id, writing }: { id: string; writing: Writing }) {
  const request = useRequest(id)
  const [declining, setDeclining] = useState(false)
  useViewedOnce(id, request.viewedAt)
  useNewsAsRead(paths.request(id))
  return (
    <>
      <TextLink to={paths.requests} size="sm" className={styles.up ?? ''}>
        All requests
      </TextLink>
      <Head request={request} onDecline={() => setDeclining(true)} />
      <Notices request={request} />
      <div className={styles.sides}>
        <AskedContent asked={request.asked} />
        <Answer request={request} writing={writing} />
      </div>
      <Decline request={request} opened={declining} onClose={() => setDeclining(false)} />
    </>
  )
}

const Head = ({ request: { state, solution, asked, can }, onDecline }: { request: Request; onDecline: () => void }) => (
  <ThingHeader
    state={
      <>
        <StatusBadge status={state} />
        {briefKinds[asked.kind]} for {solution.name}
      </>
    }
    title={asked.title}
    purpose={`${askerText(asked.asks)} asks`}
    actions={
      state === 'open' &&
      can.respond && (
        <>
          {can.decline && (
            <Button variant="default" onClick={onDecline}>
              Decline
            </Button>
          )}
          <Button className={styles.toAnswer ?? ''} onClick={goToAnswer}>
            Answer
          </Button>
        </>
      )
    }
  />
)

/** On phones the answer begins below all that is asked. */
const goToAnswer = () => document.getElementById('answer')?.focus()

/** The shape of what comes, so that nothing jumps. */
const Ghosts = () => (
  <Stack gap="md">
    <Skeleton h={26} w={200} />
    <Skeleton h={32} w="46%" />
    <Group gap="xl" align="flex-start" grow>
      <Skeleton h={320} radius="lg" />
      <Skeleton h={420} radius="lg" visibleFrom="md" />
    </Group>
  </Stack>
)
