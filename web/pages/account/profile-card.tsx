import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { changeMe, readMe } from '../../../shared/accounts.ts'
import { useWrite } from '../../api.ts'
import { useSubmission } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { Section } from './section.tsx'

export function ProfileCard({ name }: { name: string }) {
  const form = useForm({ initialValues: { name } })
  const write = useWrite(changeMe, { refresh: [readMe] })
  const { submit, problem, sending } = useSubmission(form, write, {
    onDone: ({ user }) => {
      form.resetDirty({ name: user.name })
      form.setValues({ name: user.name })
      toast('Name saved')
    },
  })
  return (
    <Section title="Profile" purpose="Your name is shown to the people you work with.">
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput label="Name" autoComplete="name" {...form.getInputProps('name')} />
          <Problem error={problem} onRetry={submit} />
          <Group>
            <Button type="submit" loading={sending} disabled={!form.isDirty()}>
              Save name
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  )
}
