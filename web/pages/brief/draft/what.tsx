import { Input, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core'
import { type BriefKind, briefKinds } from '../../../../shared/briefs.ts'
import { focusOnArrival } from '../../../ui/focus.ts'
import { errorAt } from './errors.ts'
import { useOpenDraft } from './open-draft.ts'
import { Section } from './section.tsx'

/** A new draft begins in its title. */
export function What({ isNew }: { isNew: boolean }) {
  const { typed, keeper, errors } = useOpenDraft()
  return (
    <Section title="What">
      <Stack gap="md">
        <Input.Wrapper label="Kind" labelElement="div">
          <SegmentedControl
            aria-label="Kind"
            display="flex"
            w="fit-content"
            data={Object.entries(briefKinds).map(([value, label]) => ({ value, label }))}
            value={typed.kind}
            onChange={(kind) => keeper.change({ kind: kind as BriefKind })}
          />
        </Input.Wrapper>
        <TextInput
          label="Title"
          data-path="title"
          maxLength={160}
          autoComplete="off"
          {...(isNew && { ref: focusOnArrival })}
          value={typed.title}
          onChange={({ currentTarget: { value } }) => keeper.change({ title: value })}
          error={errorAt(errors, 'title')}
        />
        <Long
          name="description"
          label="Description"
          description="What is needed, where, and why. Solutions read it as you write it here."
        />
        <Long
          name="requirements"
          label="Requirements"
          description="Optional. What a solution must have, and what would be good to have."
        />
      </Stack>
    </Section>
  )
}

type LongProps = { name: 'description' | 'requirements'; label: string; description: string }

function Long({ name, ...words }: LongProps) {
  const { typed, keeper, errors } = useOpenDraft()
  return (
    <Textarea
      {...words}
      data-path={name}
      autosize
      minRows={4}
      maxRows={24}
      maxLength={8000}
      value={typed[name]}
      onChange={({ currentTarget: { value } }) => keeper.change({ [name]: value })}
      error={errorAt(errors, name)}
    />
  )
}
