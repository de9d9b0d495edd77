import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useEffectEvent, useState } from 'react'
import { changeShortlist } from '../../../shared/shortlists.ts'
import { ChangedMeanwhile } from '../../ui/changed-meanwhile.tsx'
import { fieldErrorsOf } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { ShortlistFields, type ShortlistWords } from '../shortlists/shortlist-fields.tsx'
import { useChange } from './change.ts'
import type { Drafts } from './drafts.ts'
import { useOpenShortlist } from './open-shortlist.ts'

type EditProps = { drafts: Drafts; onClose: () => void }

export function EditWords({ opened, drafts, onClose }: EditProps & { opened: boolean }) {
  const close = () => {
    drafts.keepWords([])
    onClose()
  }
  return (
    <Modal opened={opened} onClose={close} title="Edit title and description" size={540} closeOnClickOutside={false}>
      <EditForm drafts={drafts} onClose={close} />
    </Modal>
  )
}

/** What somebody else wrote meanwhile is shown beside what is being typed; saving then replaces it. */
function EditForm({ drafts, onClose }: EditProps) {
  const { shortlist } = useOpenShortlist()
  const { form, from, changed } = useWords(drafts)
  const { send, sending, changedBy, problem } = useChange(changeShortlist, {
    onDone: () => {
      toast('Saved')
      onClose()
    },
    onRefused: (error) => form.setErrors(fieldErrorsOf(error, from) ?? {}),
  })
  const save = form.onSubmit((words) =>
    changed.length > 0 ? send(Object.fromEntries(changed.map((field) => [field, words[field]]))) : onClose(),
  )
  const isNews = (field: Field) =>
    changed.includes(field) && ![from[field], form.values[field].trim()].includes(shortlist[field])
  const elsewhere = problem && fieldErrorsOf(problem, from) ? null : problem
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="md">
        <ShortlistFields form={form} />
        <ChangedMeanwhile by={changedBy} then="save again" />
        {isNews('title') && <SaysNow what="title" text={shortlist.title} />}
        {isNews('description') && <SaysNow what="description" text={shortlist.description} />}
        <Problem error={elsewhere} onRetry={() => save()} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type Field = keyof ShortlistWords
const names = { title: 'Title', description: 'Description' }
const fields: Field[] = ['title', 'description']

/** The two fields, and which of them say something new. One that nobody touched says what the server says. */
function useWords({ keepWords }: Drafts) {
  const { title, description } = useOpenShortlist().shortlist
  const [from, setFrom] = useState({ title, description })
  const form = useForm({ initialValues: from })
  const { values } = form
  const changedIn = (words: ShortlistWords) => fields.filter((field) => words[field].trim() !== from[field])
  const follow = useEffectEvent((newest: ShortlistWords) => {
    const untouched = fields.filter((field) => values[field] === from[field] && newest[field] !== from[field])
    const theirs = Object.fromEntries(untouched.map((field) => [field, newest[field]]))
    setFrom((now) => ({ ...now, ...theirs }))
    form.setValues(theirs)
  })
  const keep = useEffectEvent((words: ShortlistWords) =>
    keepWords(changedIn(words).map((field) => ({ key: field, about: names[field], text: words[field] }))),
  )
  useEffect(() => follow({ title, description }), [title, description])
  useEffect(() => keep(values), [values])
  return { form, from, changed: changedIn(values) }
}

const SaysNow = ({ what, text }: { what: string; text: string }) => (
  <Text size="sm" c="dimmed" role="status">
    {text ? `The ${what} says now: “${text}”.` : `The ${what} is empty now.`} Save replaces it with yours.
  </Text>
)
