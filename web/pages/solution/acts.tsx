import { Button } from '@mantine/core'
import { IconPlaylistAdd } from '@tabler/icons-react'
import type { Workspace } from '../../../shared/organizations.ts'
import { AddToShortlist } from '../solutions/add-to-shortlist.tsx'
import { SaveButton } from './save-button.tsx'

type SolutionActsProps = { workspace: Workspace; solution: { id: string; name: string } }

export default function SolutionActs({ workspace, solution }: SolutionActsProps) {
  const { can, organization } = workspace
  return (
    <>
      {can.saveSolutions && <SaveButton workspace={workspace} solution={solution} />}
      <AddToShortlist
        org={organization.slug}
        solution={solution}
        target={(toggle) => (
          <Button leftSection={<IconPlaylistAdd size={18} />} onClick={toggle}>
            Add to shortlist
          </Button>
        )}
      />
    </>
  )
}
