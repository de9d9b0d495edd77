import { Group } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCloudUpload } from '@tabler/icons-react'
import styles from './draft.module.css'
import { useOpenDraft } from './open-draft.ts'

const looks = {
  saved: [IconCheck, 'Saved'],
  saving: [IconCloudUpload, 'Saving…'],
  unsaved: [IconAlertTriangle, 'Not saved'],
} as const

/** Seen at any time; heard only where something is to be done (notices.tsx). */
export function SaveState() {
  const [Icon, words] = looks[useOpenDraft().state]
  return (
    <Group component="span" gap={4} wrap="nowrap" className={styles.saving ?? ''}>
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      {words}
    </Group>
  )
}
