import { ActionIcon } from '@mantine/core'
import { IconPlaylistAdd } from '@tabler/icons-react'
import { AddToShortlist } from './add-to-shortlist.tsx'

type AddIconProps = { org: string; solution: { id: string; name: string } }

/** *Add to shortlist* where there is little room. */
export const AddIcon = ({ org, solution }: AddIconProps) => (
  <AddToShortlist
    org={org}
    solution={solution}
    target={(toggle) => (
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={`Add ${solution.name} to a shortlist`}
        onClick={toggle}
      >
        <IconPlaylistAdd size={20} stroke={1.6} />
      </ActionIcon>
    )}
  />
)
