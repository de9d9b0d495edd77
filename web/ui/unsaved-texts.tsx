import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { copy } from './copy.ts'
import styles from './unsaved-texts.module.css'

/** Something typed that the server does not know: what it is about, and what it says. */
export type Unsaved = { key: string; about: string; text: string }

type UnsavedTextsProps = {
  texts: Unsaved[]
  /** Why they cannot be saved. */
  why: string
  onDiscard: (text: Unsaved) => void
}

/** What was typed and has no place any more: it can still be copied. */
export const UnsavedTexts = ({ texts, why, onDiscard }: UnsavedTextsProps) =>
  texts.length > 0 && (
    <Alert color="gray" role="alert" mb="sm" title={why}>
      <Stack gap="md">
        {texts.map((it) => (
          <UnsavedText key={it.key} of={it} onDiscard={() => onDiscard(it)} />
        ))}
      </Stack>
    </Alert>
  )

const UnsavedText = ({ of: { about, text }, onDiscard }: { of: Unsaved; onDiscard: () => void }) => (
  <div>
    <Text size="sm" c="dimmed">
      {about}
    </Text>
    <Text size="sm" className={styles.unsaved ?? ''}>
      {text}
    </Text>
    <Group gap="xs" mt="xs">
      <Button size="xs" variant="default" aria-label={`Copy: ${about}`} onClick={() => void copy(text)}>
        Copy
      </Button>
      <Button size="xs" variant="subtle" color="gray" aria-label={`Discard: ${about}`} onClick={onDiscard}>
        Discard
      </Button>
    </Group>
  </div>
)
