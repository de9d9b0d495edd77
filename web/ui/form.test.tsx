import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../shared/endpoint.ts'
import { useWrite } from '../api.ts'
import { answering, draw, problem } from '../testing.tsx'
import { useSubmission } from './form.ts'
import { Problem } from './problem.tsx'

const invite = endpoint('POST /organizations/:org/guests', {
  summary: '',
  input: z.strictObject({ org: z.string(), email: z.string(), message: z.string() }),
  reply: z.object({ id: z.string() }),
})

function Form({ onDone = () => {} }: { onDone?: (id: string) => void }) {
  const form = useForm({ initialValues: { email: 'rex', message: 'Hello' } })
  const { submit, problem, sending } = useSubmission(form, useWrite(invite, { refresh: [] }), {
    input: (values) => ({ org: 'acme', ...values }),
    onDone: ({ id }) => onDone(id),
  })
  return (
    <form onSubmit={submit}>
      <TextInput label="Email" {...form.getInputProps('email')} />
      <TextInput label="Message" {...form.getInputProps('message')} />
      <Problem error={problem} />
      <Button type="submit" loading={sending}>
        Send
      </Button>
    </form>
  )
}

const send = () => fireEvent.click(screen.getByRole('button', { name: 'Send' }))
const refusal = (errors: { path: string; message: string }[]) =>
  problem(422, 'invalid_input', 'Some fields need your attention.', {
    errors: errors.map((error) => ({ code: 'invalid', ...error })),
  })

test('refused fields say why, and the first one takes the focus', async () => {
  answering(() =>
    refusal([
      { path: 'message', message: 'Too long.' },
      { path: 'email', message: 'Enter one address.' },
    ]),
  )
  draw(<Form />)
  send()
  await screen.findByText('Enter one address.')
  await screen.findByText('Too long.')
  expect(document.activeElement).toBe(screen.getByLabelText('Email'))
  expect(screen.queryByRole('alert')).toBeNull()
})

test('of several errors in one field the first is shown, and an error inside a field belongs to it', async () => {
  answering(() =>
    refusal([
      { path: 'email.0', message: 'First.' },
      { path: 'email', message: 'Second.' },
    ]),
  )
  draw(<Form />)
  send()
  await screen.findByText('First.')
  expect(screen.queryByText('Second.')).toBeNull()
})

test('what belongs to no field stands above the buttons, in the words of the server', async () => {
  answering(() => problem(409, 'delegation_exists', 'This person already has access.'))
  draw(<Form />)
  send()
  expect((await screen.findByRole('alert')).textContent).toContain('This person already has access.')
})

test('an error of a field that is not on the form is not swallowed', async () => {
  answering(() => refusal([{ path: 'somewhere', message: 'No.' }]))
  draw(<Form />)
  send()
  expect((await screen.findByRole('alert')).textContent).toContain('Some fields need your attention.')
})

test('after a broken line the text is still there, and a second attempt goes through', async () => {
  const onDone = vi.fn()
  const answers = [new TypeError('Failed to fetch'), { body: { id: '7' } }]
  const asked = answering(() => answers.shift()!)
  draw(<Form onDone={onDone} />)
  send()
  expect((await screen.findByRole('alert')).textContent).toContain('Your text is still here.')
  expect(screen.getByLabelText<HTMLInputElement>('Message').value).toBe('Hello')
  send()
  await waitFor(() => expect(onDone).toHaveBeenCalledWith('7'))
  expect(asked[1]?.body).toEqual({ email: 'rex', message: 'Hello' })
})
