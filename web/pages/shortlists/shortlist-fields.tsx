import { Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'

export type ShortlistWords = { title: string; description: string }

/** What a shortlist is called and what it is for: the same when it is made and when it is changed. */
export const ShortlistFields = ({ form }: { form: UseFormReturnType<ShortlistWords> }) => (
  <Stack gap="md">
    <TextInput label="Title" maxLength={120} autoComplete="off" data-autofocus {...form.getInputProps('title')} />
    <Textarea
      label="Description"
      description="Optional. What is needed, where, and by when."
      autosize
      minRows={3}
      maxRows={10}
      maxLength={4000}
      {...form.getInputProps('description')}
    />
  </Stack>
)
