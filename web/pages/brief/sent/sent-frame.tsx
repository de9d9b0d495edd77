import { Group, Skeleton, Stack } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { type ReactNode, type RefObject, useState } from 'react'
import { openWorkspace } from '../../../../shared/organizations.ts'
import { useRead } from '../../../api.ts'
import { paths } from '../../../paths.ts'
import { ButtonLink } from '../../../ui/link.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { EmptyState, PageHeader } from '../../../ui/page.tsx'
import { Notes } from '../../notes/notes-beside.tsx'
import { AddRecipients } from './add-recipients.tsx'
import { CloseBrief } from './close-brief.tsx'
import { DeleteBrief } from './delete-brief.tsx'
import { type Dialog, Head } from './head.tsx'
import { MoveDeadline } from './move-deadline.tsx'
import { OpenBrief, useBrief } from './open-brief.ts'
import { Reveal } from './reveal.tsx'
import { Tabs } from './tabs.tsx'

type FrameProps = {
  org: string
  id: string
  /** Of the page around: while we delete it ourselves, that it is gone is no news. */
  isLeaving: RefObject<boolean>
  children: ReactNode
}

/** What both pages of a sent brief have in common: its head, what can be done with it, and the way to the other one. */
export const SentFrame = (props: FrameProps) => (
  <Loaded label="Loading the brief" skeleton={<Ghosts />}>
    <Frame key={props.id} {...props} />
  </Loaded>
)

function Frame({ org, id, isLeaving, children }: FrameProps) {
  const workspace = useRead(openWorkspace, { org })
  const brief = useBrief(org, id, isLeaving)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const opened = (one: Dialog) => ({ opened: dialog === one, onClose: () => setDialog(null) })
  if (brief.status === 'draft') return <NotSent to={paths.brief(org, id)} />
  return (
    <OpenBrief value={{ org, workspace, brief, isLeaving }}>
      <Head onAsk={setDialog} />
      <Tabs />
      {children}
      <Notes work={brief} />
      <AddRecipients {...opened('add')} />
      <MoveDeadline {...opened('deadline')} />
      <CloseBrief {...opened('close')} />
      <Reveal {...opened('reveal')} />
      <DeleteBrief {...opened('delete')} />
    </OpenBrief>
  )
}

/** Who comes to the responses of a draft by its address. */
const NotSent = ({ to }: { to: string }) => (
  <>
    <PageHeader title="Responses" />
    <EmptyState
      icon={IconSend}
      title="Not sent yet"
      action={
        <ButtonLink to={to} variant="default">
          Go to the draft
        </ButtonLink>
      }
    >
      What solutions answer stands here side by side, once they were asked.
    </EmptyState>
  </>
)

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
