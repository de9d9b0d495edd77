import { Group, Skeleton, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, useMemo, useRef } from 'react'
import { findBrief } from '../../shared/briefs.ts'
import { openWorkspace } from '../../shared/organizations.ts'
import { reading, useRead } from '../api.ts'
import type { DraftOf } from '../kept-drafts.ts'
import { useMe } from '../me.ts'
import { isNotFound } from '../problem.ts'
import { useHeadingFocus } from '../ui/focus.ts'
import { Loaded } from '../ui/loaded.tsx'
import { GoneWhileWriting } from './brief/gone.tsx'
import { Leftovers } from './brief/leftovers.tsx'
import { Notes, NotesBeside } from './notes/notes-beside.tsx'

/* Each is of use to one of two: who writes a draft, and who reads what was sent. */
const DraftEditor = lazy(() => import('./brief/draft-editor.tsx'))
const DraftToRead = lazy(() => import('./brief/draft-to-read.tsx'))
const SentBrief = lazy(() => import('./brief/sent-brief.tsx'))

export default function BriefPage() {
  const { org, id } = useParams({ from: '/signed-in/w/$org/briefing/briefs/$id' })
  const { id: user } = useMe().user
  const of = useMemo(() => ({ user, org, id }), [user, org, id])
  return (
    <NotesBeside key={id} org={org} subject={`brief:${id}`}>
      <GoneWhileWriting of={of}>
        <Loaded label="Loading the brief" skeleton={<Ghosts />}>
          <Whole of={of} />
        </Loaded>
      </GoneWhileWriting>
    </NotesBeside>
  )
}

function Whole({ of }: { of: DraftOf }) {
  const { org, id } = of
  const workspace = useRead(openWorkspace, { org })
  const { data: brief, error } = useSuspenseQuery(reading(findBrief, { org, id }))
  const isLeaving = useRef(false)
  const isDraft = brief.status === 'draft'
  useHeadingFocus(isDraft ? 'draft' : 'sent')
  if (isNotFound(error) && !isLeaving.current) throw error
  if (isDraft)
    return (
      <>
        {brief.can.edit ? (
          <DraftEditor workspace={workspace} brief={brief} of={of} isLeaving={isLeaving} />
        ) : (
          <DraftToRead workspace={workspace} brief={brief} />
        )}
        <Notes work={brief} />
      </>
    )
  return (
    <>
      <Leftovers of={of} why="This brief was sent while you wrote. What you wrote is not in it." />
      <SentBrief org={org} id={id} isLeaving={isLeaving} />
    </>
  )
}

/** The shape of what comes, so that nothing jumps. */
const Ghosts = () => (
  <Stack gap="md">
    <Group justify="space-between">
      <Skeleton h={26} w={240} />
      <Skeleton h={36} w={220} radius="md" visibleFrom="sm" />
    </Group>
    <Skeleton h={32} w="46%" />
    <Skeleton h={14} w="72%" />
    {[36, 120, 140, 44].map((height) => (
      <Skeleton key={height} h={height} maw={760} radius="md" />
    ))}
  </Stack>
)
