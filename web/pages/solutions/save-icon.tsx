import { ActionIcon } from '@mantine/core'
import { IconBookmark, IconBookmarkFilled } from '@tabler/icons-react'
import { useSaving } from './saved-marks.ts'

type SaveIconProps = {
  org: string
  solution: { id: string; name: string }
  saved: boolean
  /** For a row that goes away with its button: whoever pressed it has to go on elsewhere. */
  onUnsaved?: () => void
}

export function SaveIcon({ org, solution, saved, onUnsaved }: SaveIconProps) {
  const { isSaved, toggle } = useSaving(org, solution, saved, onUnsaved)
  return (
    <ActionIcon
      variant="subtle"
      color={isSaved ? 'petrol' : 'gray'}
      size={36}
      aria-pressed={isSaved}
      aria-label={`Save ${solution.name}`}
      onClick={toggle}
    >
      {isSaved ? <IconBookmarkFilled size={20} /> : <IconBookmark size={20} stroke={1.6} />}
    </ActionIcon>
  )
}
