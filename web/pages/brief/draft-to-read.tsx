import { type Brief, previewBrief } from '../../../shared/briefs.ts'
import type { Workspace } from '../../../shared/organizations.ts'
import { useRead } from '../../api.ts'
import { AskedBrief } from '../../ui/asked-brief.tsx'
import { StatusBadge } from '../../ui/badges.tsx'
import { NotesButton } from '../notes/notes-button.tsx'
import { whoSees } from '../work/words.ts'

/** For those who see a draft and may not change it: as solutions will read it. */
export default function DraftToRead({ workspace, brief }: { workspace: Workspace; brief: Brief }) {
  const asked = useRead(previewBrief, { org: workspace.organization.slug, id: brief.id })
  return (
    <AskedBrief
      asked={asked}
      actions={<NotesButton />}
      state={
        <>
          <StatusBadge status="draft" />
          {whoSees(workspace.organization, brief, 'send')}
        </>
      }
    />
  )
}
