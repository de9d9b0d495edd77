import { expect, test } from 'vitest'
import { people } from '../town/people.ts'
import { lookAt } from './browser.ts'
import { ask, PHONE } from './people.ts'
import { stage } from './stage.ts'

const { product, open, openPage } = stage()

const MERIDIAN = '/w/meridian-health'
const DELEGATIONS = '/organizations/meridian-health/delegations'
const kind = 'Your permissions as a partner change'
type Delegations = { items: { id: string; partner: { email: string } }[] }

test('SPEC 10, RFC 8058: what comes together is one mail; one click stops its kind; what is ● still arrives', {
  timeout: 120_000,
}, async () => {
  const { email } = people.pia
  const bea = await open('bea', `${MERIDIAN}/settings/partners`)
  const pia = await open('pia', '/notifications/preferences')
  await pia.getByRole('switch', { name: `By mail: ${kind}` }).waitFor()
  await lookAt(pia, 'notifications-01-preferences')
  expect(await pia.getByRole('radio', { name: 'Bundled' }).isChecked(), 'until one chooses').toBe(true)

  const { items } = (await ask(bea, 'GET', DELEGATIONS)).body as Delegations
  const { id } = items.find(({ partner }) => partner.email === email)!
  const change = async (body: object) => {
    const { status } = await ask(bea, 'PATCH', `${DELEGATIONS}/${id}`, body)
    expect(status).toBe(200)
  }
  await change({ permissions: ['shortlists', 'briefs'] })
  await change({ permissions: ['shortlists', 'briefs', 'notes'] })

  // The bell hears it at once; the mails wait for each other.
  await pia.getByRole('button', { name: /^Notifications, \d+ unread/ }).click()
  await pia.getByText('Meridian Health changed your access: Notes was removed').first().waitFor()
  await lookAt(pia, 'notifications-03-bell')
  await pia.keyboard.press('Escape')
  expect(await product.countMails(email, 'happened')).toBe(0)
  await product.letWaitingMailsGo()
  const bundle = await product.mailTo(email, '2 things happened at Meridian Health')
  for (const line of ['Notes was removed', 'Notes was added']) expect(bundle.text).toContain(line)
  expect(await product.countMails(email, 'has changed')).toBe(0)

  // A mail program, without a cookie.
  const address = /^List-Unsubscribe:\s+<([^>]+)>/m.exec(bundle.source)![1]!
  expect(bundle.source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m)
  const phone = await openPage(PHONE)
  await phone.goto(address)
  await phone.getByRole('heading', { name: 'Stop these mails?' }).waitFor()
  await lookAt(phone, 'notifications-04-unsubscribe')
  await pia.reload()
  expect(await pia.getByRole('switch', { name: `By mail: ${kind}` }).isChecked(), 'looking changes nothing').toBe(true)
  const clicked = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  })
  expect(clicked.status).toBe(200)
  await phone.reload()
  await phone.getByRole('heading', { name: 'These mails are off' }).waitFor()
  await lookAt(phone, 'notifications-05-off')
  await pia.reload()
  const byMail = pia.getByRole('switch', { name: `By mail: ${kind}` })
  await byMail.waitFor()
  expect(await byMail.isChecked()).toBe(false)

  // It is off; the end of access is told all the same, at once.
  await change({ permissions: ['shortlists'] })
  expect((await ask(bea, 'POST', `${DELEGATIONS}/${id}/revoke`, { reason: 'Done.' })).status).toBe(200)
  const end = await product.mailTo(email, 'has ended')
  expect(end.source).not.toContain('List-Unsubscribe')
  await product.letWaitingMailsGo()
  expect(await product.countMails(email, 'has changed')).toBe(0)

  // The news of it leads to what happened.
  await pia.goto(`${product.url}/notifications?organization=meridian-health`)
  await pia.getByRole('link', { name: 'Bea Okafor ended your access to Meridian Health' }).click()
  await pia.getByRole('heading', { name: 'Your access to Meridian Health has ended' }).waitFor()
})

test('SPEC 10: the page, by keyboard and on a phone: filtered, one and all marked as read', {
  timeout: 60_000,
}, async () => {
  const bea = await open('bea', '/notifications')
  const mark = bea.getByRole('button', { name: /^Mark as read: / }).first()
  await mark.waitFor()
  await lookAt(bea, 'notifications-06-page')
  const told = (await mark.getAttribute('aria-label'))!.replace('Mark as read: ', '')
  await mark.focus()
  await bea.keyboard.press('Enter')
  await bea.getByRole('button', { name: `Mark as read: ${told}` }).waitFor({ state: 'detached' })
  expect(await bea.evaluate(() => document.activeElement?.textContent)).toBe(told)
  await bea.getByRole('combobox', { name: 'Kind' }).click()
  await bea.getByRole('option', { name: 'Work' }).click()
  await bea.waitForURL(/group=work/)
  await lookAt(bea, 'notifications-07-filtered')

  const phone = await open('bea', '/notifications', PHONE)
  await phone.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor()
  await lookAt(phone, 'notifications-08-phone')
  const all = phone.getByRole('button', { name: 'Mark all as read' })
  if (await all.isVisible()) await all.click()
  await all.waitFor({ state: 'detached' })
  await phone.getByText('Unread', { exact: true }).click()
  await phone.getByRole('heading', { name: 'All read' }).waitFor()
  await lookAt(phone, 'notifications-09-all-read')
  await phone.goto(`${product.url}/notifications/preferences`)
  await phone.getByRole('table').waitFor()
  await lookAt(phone, 'notifications-10-preferences-phone')
})
