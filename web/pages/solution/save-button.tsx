import { Button } from '@mantine/core'
import { IconBookmark, IconBookmarkFilled } from '@tabler/icons-react'
import type { Workspace } from '../../../shared/organizations.ts'
import { notSaved, useSavedMarks, useSaving } from '../solutions/saved-marks.ts'

type SaveButtonProps = { workspace: Workspace; solution: { id: string; name: string } }

/** Its place is there from the beginning; what it says comes when one knows whether it is saved. */
export function SaveButton({ workspace, solution }: SaveButtonProps) {
  const mark = useSavedMarks(workspace, [solution.id])(solution.id)
  const { isSaved, toggle } = useSaving(workspace.organization.slug, solution, mark ?? notSaved)
  return (
    <Button
      variant="default"
      miw={108}
      disabled={mark === undefined}
      aria-pressed={isSaved}
      leftSection={isSaved ? <IconBookmarkFilled size={18} /> : <IconBookmark size={18} stroke={1.7} />}
      onClick={toggle}
    >
      {isSaved ? 'Saved' : 'Save'}
    </Button>
  )
}
