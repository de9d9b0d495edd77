import { Stack } from '@mantine/core'
import { type RefObject, useState } from 'react'
import type { Brief } from '../../../shared/briefs.ts'
import type { Workspace } from '../../../shared/organizations.ts'
import type { DraftOf } from '../../kept-drafts.ts'
import { paths } from '../../paths.ts'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { BudgetSection } from './draft/budget.tsx'
import { Dates } from './draft/dates.tsx'
import { DeleteDraft } from './draft/delete-draft.tsx'
import { Head } from './draft/head.tsx'
import { Notices } from './draft/notices.tsx'
import { OpenDraft, useKeeper, useOpenDraft } from './draft/open-draft.ts'
import { Questions } from './draft/questions.tsx'
import { Recipients } from './draft/recipients.tsx'
import { SendDialog, useSending } from './draft/send.tsx'
import { What } from './draft/what.tsx'
import { WhoAsks } from './draft/who-asks.tsx'

type DraftEditorProps = {
  workspace: Workspace
  brief: Brief
  of: DraftOf
  /** While we delete it ourselves, that it is gone is no news. */
  isLeaving: RefObject<boolean>
}

/** A draft is written on one page, and saved while it is written. */
export default function DraftEditor({ workspace, brief, of, isLeaving }: DraftEditorProps) {
  const open = useKeeper(of, brief)
  // Who is signed out, or deleted it all, has nothing left to save.
  const mayGo = (pathname: string) => pathname === paths.signIn || isLeaving.current
  return (
    <OpenDraft value={{ org: of.org, workspace, ...open }}>
      <Editor isLeaving={isLeaving} />
      <LeaveGuard isUnsaved={open.state === 'unsaved'} mayGo={mayGo}>
        Something you wrote on this brief cannot be saved yet. This browser keeps it until you come back to this page.
      </LeaveGuard>
    </OpenDraft>
  )
}

function Editor({ isLeaving }: Pick<DraftEditorProps, 'isLeaving'>) {
  const { brief } = useOpenDraft()
  const [isNew] = useState(() => brief.own && brief.title === '')
  const [isDeleting, setDeleting] = useState(false)
  const sending = useSending()
  return (
    <>
      <Head onSend={() => void sending.begin()} sending={sending.isSaving} onDelete={() => setDeleting(true)} />
      <Notices />
      <Stack gap={40} maw={760}>
        <What isNew={isNew} />
        <Questions />
        <BudgetSection />
        <Dates />
        <Recipients />
        <WhoAsks />
      </Stack>
      <SendDialog {...sending} />
      <DeleteDraft opened={isDeleting} onClose={() => setDeleting(false)} isLeaving={isLeaving} />
    </>
  )
}
