import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../shared/endpoint.ts'
import { call, useRead, useReadList, useWrite } from './api.ts'
import type { ProblemError } from './problem.ts'
import { answering, draw, problem } from './testing.tsx'
import { Loaded } from './ui/loaded.tsx'
import { Problem } from './ui/problem.tsx'

const Letter = z.object({ text: z.string() })
const one = { org: z.string(), id: z.string() }
const listLetters = endpoint('GET /organizations/:org/letters', {
  summary: '',
  input: z.strictObject({ org: z.string(), kind: z.array(z.string()).optional(), cursor: z.string().optional() }),
  reply: z.object({ items: z.array(Letter), nextCursor: z.string().nullable() }),
})
const changeLetter = endpoint('PATCH /organizations/:org/letters/:id', {
  summary: '',
  input: z.strictObject({ ...one, text: z.string().optional() }),
  reply: Letter,
})
const sendLetter = endpoint('POST /organizations/:org/letters', {
  summary: '',
  input: z.strictObject({ org: z.string(), text: z.string() }),
  reply: Letter,
  idempotent: true,
})
const hello = { text: 'Hello' }
const broken = new TypeError('Failed to fetch')
const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => expect.unreachable(),
    (error: ProblemError) => error,
  )

test('path parameters go into the path, the rest of a GET into the query, and what is undefined nowhere', async () => {
  const asked = answering(() => ({ body: { items: [hello], nextCursor: null } }))
  await call(listLetters, { org: 'a/b', kind: ['x', 'y'], cursor: undefined })
  expect(asked[0]).toMatchObject({ url: '/api/v1/organizations/a%2Fb/letters?kind=x&kind=y', method: 'GET' })
  expect(asked[0]?.body).toBeUndefined()
})

test('every other verb sends JSON, with the version that was seen and the secret of a link as headers', async () => {
  const asked = answering(() => ({ body: hello }))
  await call(changeLetter, { org: 'acme', id: '7' }, { ifMatch: 3, authorization: 'Invitation abc' })
  expect(asked[0]).toMatchObject({ url: '/api/v1/organizations/acme/letters/7', method: 'PATCH', body: {} })
  expect(asked[0]?.headers).toMatchObject({ 'if-match': '"3"', authorization: 'Invitation abc' })
})

test('a reply is stripped to its schema', async () => {
  answering(() => ({ body: { ...hello, secret: 1 } }))
  expect(await call(changeLetter, { org: 'acme', id: '7' })).toEqual(hello)
})

test('a refusal is thrown with its code, its words and the errors of its fields', async () => {
  const errors = [{ path: 'text', code: 'too_long', message: 'At most 5 characters.' }]
  answering(() => problem(422, 'invalid_input', 'Some fields need your attention.', { errors }))
  expect(await failure(call(changeLetter, { org: 'acme', id: '7' }))).toMatchObject({
    status: 422,
    code: 'invalid_input',
    message: 'Some fields need your attention.',
    errors,
  })
})

test('a broken line says that the text is still here when saving, and that it could not be loaded when reading', async () => {
  answering(() => broken)
  const saving = await failure(call(sendLetter, { org: 'acme', text: 'Hello' }))
  const loading = await failure(call(listLetters, { org: 'acme' }))
  expect(saving).toMatchObject({ code: 'network', message: 'We could not save. Your text is still here.' })
  expect(loading).toMatchObject({ code: 'network', message: 'We could not load this.' })
})

test('a server that broke down is told in the same words', async () => {
  answering(() => problem(500, 'internal', 'Internal Server Error'))
  const error = await failure(call(sendLetter, { org: 'acme', text: 'Hello' }))
  expect(error).toMatchObject({ status: 500, passing: true, message: 'We could not save. Your text is still here.' })
})

test('whatever door finds nobody signed in, the way to the sign-in page is taken; a wrong password does not take it', async () => {
  const onSignedOut = vi.fn()
  const codes = ['invalid_credentials', 'signed_out']
  answering(() => problem(401, codes.shift()!, 'No.'))
  draw(<Sender />, onSignedOut)
  send()
  await screen.findByRole('alert')
  expect(onSignedOut).not.toHaveBeenCalled()
  send()
  await waitFor(() => expect(onSignedOut).toHaveBeenCalledOnce())
})

test('a second attempt after a broken line has the same key; the next letter after an answer has a new one', async () => {
  const answers = [broken, { body: hello }, { body: hello }]
  const asked = answering(() => answers.shift()!)
  draw(<Sender />)
  for (const times of [1, 2, 3]) {
    send()
    await waitFor(() => expect(asked).toHaveLength(times))
    await screen.findByText('idle')
  }
  const [first, second, third] = asked.map(({ headers }) => headers['idempotency-key'])
  expect(first).toMatch(/^[0-9a-f]{32}$/)
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})

test('a list is read page by page, and anew after a change', async () => {
  const asked = answering(({ method, url }) =>
    method === 'POST'
      ? { body: hello }
      : url.includes('cursor')
        ? { body: { items: [{ text: 'Second' }], nextCursor: null } }
        : { body: { items: [{ text: 'First' }], nextCursor: 'next' } },
  )
  draw(<Letters />)
  fireEvent.click(await screen.findByRole('button', { name: 'Show more' }))
  await screen.findByText('First, Second')
  send()
  await waitFor(() => expect(asked).toHaveLength(5))
})

test('what could not be read can be tried again', async () => {
  const answers = [broken, { body: { items: [hello], nextCursor: null } }]
  answering(() => answers.shift()!)
  vi.spyOn(console, 'error').mockImplementation(() => {})
  draw(
    <Loaded label="Loading letters">
      <Count />
    </Loaded>,
  )
  expect((await screen.findByRole('alert')).textContent).toContain('We could not load this.')
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByText('1 letter')
})

const send = () => fireEvent.click(screen.getByRole('button', { name: 'Send' }))

function Sender() {
  const sending = useWrite(sendLetter, { refresh: [listLetters] })
  return (
    <>
      <button type="button" onClick={() => sending.mutate({ org: 'acme', text: 'Hello' })}>
        Send
      </button>
      <p>{sending.isPending ? 'busy' : 'idle'}</p>
      <Problem error={sending.error} />
    </>
  )
}

const Letters = () => (
  <Loaded label="Loading letters">
    <LetterList />
    <Sender />
  </Loaded>
)

function LetterList() {
  const { items, more } = useReadList(listLetters, { org: 'acme' })
  return (
    <>
      <p>{items.map(({ text }) => text).join(', ')}</p>
      {more && (
        <button type="button" onClick={more}>
          Show more
        </button>
      )}
    </>
  )
}

const Count = () => <p>{useRead(listLetters, { org: 'acme' }).items.length} letter</p>
