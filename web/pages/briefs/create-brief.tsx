import { Box, Button, Group, Modal, Radio, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { type Brief, type BriefKind, briefKinds, countBriefs, createBrief, listBriefs } from '../../../shared/briefs.ts'
import type { Workspace } from '../../../shared/organizations.ts'
import { useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import choice from '../../ui/choice.module.css'
import { useSubmission } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { EarlierBrief } from './earlier-brief.tsx'
import { templates } from './templates.ts'
import { whoWillSee } from './words.ts'

/* Who may not has no use for the code, either (SPEC D5). */
const WholeShortlist = lazy(() => import('./whole-shortlist.tsx'))

type CreateProps = { workspace: Workspace; onClose: () => void }

export default function CreateBrief({ opened, ...form }: CreateProps & { opened: boolean }) {
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  return (
    <Modal
      opened={opened}
      onClose={form.onClose}
      title="New brief"
      size={560}
      closeOnClickOutside={false}
      fullScreen={isPhone}
      {...(isPhone && { radius: 0 })}
    >
      <CreateForm {...form} />
    </Modal>
  )
}

type Start = 'empty' | 'template' | 'copy'
type Values = {
  kind: BriefKind
  start: Start
  template: string
  copyOf: string | null
  shortlistId: string | null
}

const initialValues: Values = {
  kind: 'brief',
  start: 'empty',
  template: templates[0]!.id,
  copyOf: null,
  shortlistId: null,
}

function CreateForm({ workspace, onClose }: CreateProps) {
  const org = workspace.organization.slug
  const navigate = useNavigate()
  const form = useForm<Values>({
    initialValues,
    validate: {
      copyOf: (id, { start }) => (start === 'copy' && !id ? 'Choose the brief to copy.' : null),
    },
  })
  const creating = useWrite(createBrief, { refresh: [listBriefs, countBriefs] })
  const { submit, problem, sending } = useSubmission(form, creating, {
    input: (values) => ({ org, ...beginningOf(values) }),
    onDone: ({ id }: Brief) => void navigate({ to: paths.brief(org, id) }),
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <StartChoice form={form} />
        <Beginning form={form} org={org} />
        {workspace.can.readShortlists && (
          <Suspense>
            <WholeShortlist org={org} {...form.getInputProps('shortlistId')} />
          </Suspense>
        )}
        <Text size="sm" c="dimmed">
          {whoWillSee(workspace)}
        </Text>
        <Problem error={problem} onRetry={() => submit()} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Create brief
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type FormProps = { form: Pick<UseFormReturnType<Values>, 'values' | 'getInputProps'> }

const KindChoice = ({ form }: FormProps) => (
  <Box>
    <Text component="span" id="new-brief-kind" size="sm" fw={600} display="block" mb={4}>
      Kind
    </Text>
    <SegmentedControl
      aria-labelledby="new-brief-kind"
      data={Object.entries(briefKinds).map(([value, label]) => ({ value, label }))}
      {...form.getInputProps('kind')}
    />
  </Box>
)

const starts = [
  { value: 'empty', label: 'An empty page', description: 'You choose the kind and write the rest.' },
  { value: 'template', label: 'A template', description: 'With a frame for the text, and questions that fit.' },
  { value: 'copy', label: 'An earlier brief', description: 'What it says, as the beginning of a new one.' },
]

const StartChoice = ({ form }: FormProps) => (
  <Radio.Group label="Start from" {...form.getInputProps('start')}>
    <Stack gap={6}>
      {starts.map((it) => (
        <Radio
          key={it.value}
          {...it}
          className={choice.card ?? ''}
          data-autofocus={it.value === 'empty' || undefined}
        />
      ))}
    </Stack>
  </Radio.Group>
)

/** The one thing to say about the beginning that was chosen. */
function Beginning({ form, org }: FormProps & { org: string }) {
  const { start } = form.values
  if (start === 'copy') return <EarlierBrief org={org} {...form.getInputProps('copyOf')} />
  if (start === 'empty') return <KindChoice form={form} />
  return (
    <Select
      label="Template"
      comboboxProps={{ portalProps: { target: '#main' } }}
      allowDeselect={false}
      data={templates.map(({ id, name }) => ({ value: id, label: name }))}
      {...form.getInputProps('template')}
    />
  )
}

/** What the new draft begins with. Brackets of a template are for its author to fill in. */
function beginningOf({ start, kind, template, copyOf, shortlistId }: Values) {
  const recipients = shortlistId ? { shortlistId } : {}
  if (start === 'copy' && copyOf) return { ...recipients, copyOf }
  if (start === 'empty') return { ...recipients, kind }
  const { id: _, name: __, ...content } = templates.find(({ id }) => id === template)!
  return { ...recipients, ...content }
}
