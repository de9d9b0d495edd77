import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { answering, draw, problem } from '../testing.tsx'
import { AnswerInvitation } from './answer-invitation.tsx'

const id = '01900000-0000-7000-b000-000000000010'
const company = 'Rosenqvist & Aldermann'
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

/** A page around, with the heading that takes the focus when the buttons are gone. */
const page = () =>
  draw(
    <main>
      <h1 tabIndex={-1}>Partner Dashboard</h1>
      <AnswerInvitation id={id} company={company} />
    </main>,
  )

test('accepting asks once, and the focus is not lost with the buttons', async () => {
  const organization = { slug: 'rosenqvist', name: company, kind: 'buyer' }
  const asked = answering(() => ({ body: { id, status: 'active', organization } }))
  page()
  press(`Accept, ${company}`)
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Partner Dashboard'))
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([`POST /api/v1/invitations/${id}/accept`])
})

test('declining takes a note, and can still be left', async () => {
  const asked = answering(() => ({ body: { id, status: 'declined' } }))
  page()
  press(`Decline, ${company}`)
  press('Keep invitation')
  press(`Decline, ${company}`)
  fireEvent.change(screen.getByLabelText('Note'), { target: { value: 'No capacity before spring.' } })
  press('Decline invitation')
  await waitFor(() => expect(asked[0]?.body).toEqual({ note: 'No capacity before spring.' }))
})

test('an invitation that is not open any more says so in the words of the server', async () => {
  const words = 'This invitation is cancelled. Ask Hans Aldermann.'
  answering(() => problem(409, 'invitation_not_pending', 'This invitation is not open any more.', { detail: words }))
  page()
  press(`Accept, ${company}`)
  await screen.findByText(words)
})
