import { Group, Skeleton, Stack } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import { openWorkspace } from '../../../../shared/organizations.ts'
import { useRead } from '../../../api.ts'
import { Loaded } from '../../../ui/loaded.tsx'
import { AddRecipients } from './add-recipients.tsx'
import { CloseBrief } from './close-brief.tsx'
import { DeleteBrief } from './delete-brief.tsx'
import { type Dialog, Head } from './head.tsx'
import { MoveDeadline } from './move-deadline.tsx'
import { OpenBrief, useBrief } from './open-brief.ts'
import { Reveal } from './reveal.tsx'
import { Tabs } from './tabs.tsx'

type FrameProps = { org: string; id: string; children: ReactNode }

/** What both pages of a sent brief have in common: its head, what can be done with it, and the way to the other one. */
export const SentFrame = (props: FrameProps) => (
  <Loaded label="Loading the brief" skeleton={<Ghosts />}>
    <Frame key={props.id} {...props} />
  </Loaded>
)

function Frame({ org, id, children }: FrameProps) {
  const workspace = useRead(openWorkspace, { org })
  const isLeaving = useRef(false)
  const brief = useBrief(org, id, isLeaving)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const opened = (one: Dialog) => ({ opened: dialog === one, onClose: () => setDialog(null) })
  return (
    <OpenBrief value={{ org, workspace, brief, isLeaving }}>
      <Head onAsk={setDialog} />
      <Tabs />
      {children}
      <AddRecipients {...opened('add')} />
      <MoveDeadline {...opened('deadline')} />
      <CloseBrief {...opened('close')} />
      <Reveal {...opened('reveal')} />
      <DeleteBrief {...opened('delete')} />
    </OpenBrief>
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
    <Skeleton h={14} w="60%" />
    <Skeleton h={40} w={240} />
    {[0, 1, 2].map((row) => (
      <Skeleton key={row} h={72} radius="lg" />
    ))}
  </Stack>
)
