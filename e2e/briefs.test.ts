import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { people } from '../town/people.ts'
import { lookAt, pageIn } from './browser.ts'
import { ask, PHONE, typeCode } from './people.ts'
import { stage } from './stage.ts'

/* The demo town: Pia, a partner, asks for Meridian Health. Kira stands for Kindred Locum; the contact of Talentbridge was never here. */

const { product, open, openPage } = stage()

const MERIDIAN = '/w/meridian-health'
const TALENTBRIDGE = 'hello@talentbridge.example'
const INTERIMO = 'hello@interimo.example'
const GLOBEHIRE = 'hello@globehire.example'

test('transparent: from a shortlist to three solutions; one claims an account and quotes, one declines, one is silent; compared, then closed by its deadline', {
  timeout: 240_000,
}, async () => {
  const title = 'Night cover, spring'
  const pia = await open('pia', `${MERIDIAN}/shortlists`)
  await pia.getByRole('link', { name: 'Night shift cover, winter 2026' }).locator('visible=true').click()
  // A page that has just opened takes the focus to its heading, which would close a menu again.
  await pia.locator('h1:focus').waitFor()
  await pia.getByRole('button', { name: 'More actions' }).click()
  await pia.getByRole('menuitem', { name: 'Ask these solutions' }).click()
  await pia.waitForURL(/\/briefs\//)
  await pia.getByRole('radio', { name: 'RFI' }).locator('..').click()
  await pia.getByLabel('Title').fill(title)
  await pia.getByLabel('Description').fill('Nurses for nights in two clinics, from April.')
  await pia.getByRole('button', { name: 'Add question' }).click()
  await pia.getByLabel('Question 1', { exact: true }).fill('How soon can the first shift be covered?')
  await pia.getByLabel('Answers until').fill('2027-03-01')
  await pia.getByText('Saved', { exact: true }).waitFor()
  await lookAt(pia, 'briefs-01-draft')
  await pia.getByRole('link', { name: 'Preview' }).click()
  await pia.getByText('Pia Lindqvist for Meridian Health').first().waitFor()
  await lookAt(pia, 'briefs-02-preview')
  await pia.getByRole('link', { name: 'Back to the brief' }).click()
  await pia.getByRole('button', { name: 'Send', exact: true }).click()
  const sending = pia.getByRole('dialog', { name: 'Send brief?' })
  await sending.getByText('Pia Lindqvist for Meridian Health').waitFor()
  await lookAt(pia, 'briefs-03-send')
  await sending.getByRole('button', { name: 'Send' }).click()
  await pia.getByRole('heading', { name: 'What solutions read' }).waitFor()
  await pia.getByRole('heading', { name: 'Recipients' }).waitFor()
  await lookAt(pia, 'briefs-04-sent')
  const address = new URL(pia.url()).pathname

  // A contact who was never here: from the mail to a sent response in under two minutes.
  const begun = Date.now()
  const contact = await firstContact(
    TALENTBRIDGE,
    'Tove Bridge',
    `RFI from Pia Lindqvist for Meridian Health: ${title}`,
  )
  await contact.getByLabel('Message').fill('We can cover both clinics.')
  await contact.getByLabel('How soon can the first shift be covered?').fill('Within three weeks.')
  await quote(contact, 'EUR', ['Night shift', '20', '410.50'])
  await contact.getByText('€8,210.00').first().waitFor()
  await lookAt(contact, 'briefs-05-answer')
  await contact.getByRole('button', { name: 'Send answer' }).click()
  await contact.getByText(/^Version 1, sent/).waitFor()
  expect(Date.now() - begun, 'milliseconds from the mail to a sent response').toBeLessThan(120_000)
  await lookAt(contact, 'briefs-06-answered')

  const kira = await open('kira', '/requests', PHONE)
  await kira.getByRole('link', { name: title }).click()
  await kira.getByRole('heading', { name: title, level: 1 }).waitFor()
  await lookAt(kira, 'briefs-07-request-phone')
  await kira.getByRole('button', { name: 'Decline' }).click()
  const declining = kira.getByRole('dialog', { name: 'Decline this request?' })
  await declining.getByLabel('Reason').fill('All our nurses are placed until May.')
  await declining.getByRole('button', { name: 'Decline' }).click()
  await kira.getByText('Request declined').waitFor()

  const bea = await open('bea', address)
  await bea.getByText('All our nurses are placed until May.').locator('visible=true').first().waitFor()
  await lookAt(bea, 'briefs-08-recipients')
  await bea.getByRole('link', { name: /^Responses/ }).click()
  await bea.getByText('€8,210.00').locator('visible=true').first().waitFor()
  await bea.getByText('Within three weeks.').locator('visible=true').first().waitFor()
  await lookAt(bea, 'briefs-09-responses')

  await product.letDeadlinePass(title)
  await contact.waitForTimeout(1200)
  const id = new URL(contact.url()).pathname.split('/').at(-1)
  expect((await ask(contact, 'PUT', `/requests/${id}/response`, { message: 'Too late.' })).body).toMatchObject({
    status: 409,
    code: 'request_closed',
  })
  await bea.reload()
  await bea.getByText('Closed', { exact: true }).first().waitFor()
  await bea.getByRole('button', { name: 'Tell outcomes' }).click()
  const telling = bea.getByRole('dialog', { name: 'Tell outcomes' })
  await telling.getByLabel('Outcome for Talentbridge').selectOption('Selected')
  await lookAt(bea, 'briefs-10-outcomes')
  await telling.getByRole('button', { name: 'Tell outcomes' }).click()
  await bea.getByText('1 solution told').waitFor()
  await product.letWaitingMailsGo()
  expect((await product.mailTo(TALENTBRIDGE, `Closed: ${title}`)).text).toContain('chose')
  await contact.reload()
  await contact.getByText('Closed', { exact: true }).first().waitFor()
  await lookAt(contact, 'briefs-11-closed')
})

test('anonymous: the same, and neither the company nor the partner is named anywhere until the end', {
  timeout: 180_000,
}, async () => {
  const title = 'Theatre nurses, autumn'
  const bea = await open('bea', `${MERIDIAN}/settings/partners`)
  const { body } = await ask(bea, 'GET', '/organizations/meridian-health/delegations?limit=100')
  const { items } = body as { items: { id: string; partner: { email: string } }[] }
  const delegation = items.find(({ partner }) => partner.email === people.pia.email)!
  expect(
    (
      await ask(bea, 'PATCH', `/organizations/meridian-health/delegations/${delegation.id}`, {
        identityMode: 'anonymous',
      })
    ).status,
  ).toBe(200)

  const pia = await open('pia', `${MERIDIAN}/briefs`, PHONE)
  await lookAt(pia, 'briefs-20-list-phone')
  await pia.getByRole('button', { name: 'New brief' }).click()
  await lookAt(pia, 'briefs-21-new-phone')
  await pia.getByRole('dialog', { name: 'New brief' }).getByRole('button', { name: 'Create brief' }).click()
  await pia.waitForURL(/\/briefs\/.+/)
  await pia.getByLabel('Title').fill(title)
  await pia.getByRole('button', { name: 'Add solutions' }).click()
  const finder = pia.getByRole('dialog', { name: 'Add solutions' })
  for (const name of ['Interimo', 'Globehire', 'Crewline']) {
    await finder.getByLabel('Search solutions').fill(name)
    await finder.getByRole('button', { name: `Add ${name}`, exact: true }).click()
  }
  await finder.getByRole('button', { name: 'Done' }).click()
  await pia.getByText('Anonymous Buyer').first().waitFor()
  await pia.getByText('Saved', { exact: true }).waitFor()

  // The browser crashes with words that nobody acknowledged: they are still there when it opens again.
  await pia.route('**/api/v1/workspaces/*/briefs/*', (route) =>
    route.request().method() === 'PATCH' ? route.abort() : route.continue(),
  )
  await pia.getByLabel('Description').fill('For four theatres, days only.')
  await pia.getByText('Not saved', { exact: true }).waitFor()
  const again = await pageIn(pia.context())
  await again.goto(pia.url())
  await pia.close({ runBeforeUnload: false })
  await again.getByLabel('Description').waitFor()
  await expectValue(again, 'Description', 'For four theatres, days only.')
  await again.getByText('Saved', { exact: true }).waitFor()
  await lookAt(again, 'briefs-22-survived-phone')
  await again.getByRole('button', { name: 'Send', exact: true }).click()
  await again.getByRole('dialog', { name: 'Send brief?' }).getByRole('button', { name: 'Send' }).click()
  await again.getByRole('heading', { name: 'What solutions read' }).waitFor()
  await again.getByRole('heading', { name: 'Recipients' }).waitFor()
  await lookAt(again, 'briefs-23-sent-phone')

  // Everything that reaches somebody who was never here before.
  const received: string[] = []
  const listen = (page: Page) =>
    page.on('response', async (response) => {
      if (response.url().includes('/api/')) received.push(await response.text().catch(() => ''))
    })
  const contact = await firstContact(INTERIMO, 'Ines Rim', `Brief from Anonymous Buyer: ${title}`, listen)
  await contact.getByText('Anonymous Buyer').first().waitFor()
  await contact.getByLabel('Message').fill('Four teams are free.')
  await quote(contact, 'CHF', ['Team, a month', '4', '9800'])
  await lookAt(contact, 'briefs-24-anonymous')
  await contact.getByRole('button', { name: 'Send answer' }).click()
  await contact.getByText(/^Version 1, sent/).waitFor()
  received.push(await contact.content())
  await contact.goto(`${product.url}/notifications`)
  await contact.getByText(title).first().waitFor()
  received.push(await contact.content())

  const other = await firstContact(GLOBEHIRE, 'Gil Hire', `Brief from Anonymous Buyer: ${title}`, listen)
  await other.getByRole('button', { name: 'Decline' }).click()
  await other.getByRole('dialog').getByRole('button', { name: 'Decline' }).click()
  await other.getByText('Request declined').waitFor()
  received.push(await other.content())

  await product.letDeadlinePass(title)
  const edith = await open('edith', `${MERIDIAN}/briefs?status=closed`)
  await edith.waitForTimeout(1200)
  await edith.reload()
  await edith.getByRole('link', { name: title }).locator('visible=true').click()
  await edith.getByRole('button', { name: 'Tell outcomes' }).click()
  const telling = edith.getByRole('dialog', { name: 'Tell outcomes' })
  await telling.getByRole('button', { name: 'All others: not selected' }).click()
  await telling.getByRole('button', { name: 'Tell outcomes' }).click()
  await edith.getByText('3 solutions told').waitFor()
  await contact.goto(`${product.url}/requests`)
  await contact.getByRole('link', { name: title }).click()
  await contact.getByText('Closed', { exact: true }).first().waitFor()
  received.push(await contact.content())

  await product.letWaitingMailsGo()
  for (const address of [INTERIMO, GLOBEHIRE])
    for (const words of [title, `Closed: ${title}`]) received.push(JSON.stringify(await product.mailTo(address, words)))
  expect(received.filter((text) => text.includes(title)).length, 'texts that speak of the brief').toBeGreaterThan(12)
  for (const text of received) expect(text).not.toMatch(/meridian|lindqvist|\bpia\b|okafor|\bedith\b|crewline/i)
})

/** From the mail to the answer form, by somebody whose account is a stub: a code, a name, and back. */
async function firstContact(address: string, name: string, subject: string, watch = (_: Page) => {}): Promise<Page> {
  const mail = await product.mailTo(address, subject)
  const page = await openPage()
  watch(page)
  await page.goto(linkIn(mail.text))
  await page.getByLabel('Email').fill(address)
  await page.getByRole('button', { name: 'Send code' }).click()
  await page.getByLabel('Digit 1 of 6').waitFor()
  await typeCode(product, page, address)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

const linkIn = (text: string) => /http\S+\/requests\/\S+/.exec(text)![0]

async function quote(page: Page, currency: string, [what, quantity, amount]: [string, string, string]) {
  await page.getByRole('button', { name: 'Add a quote' }).click()
  await page.getByRole('combobox', { name: 'Currency' }).fill(currency)
  await page.getByRole('option', { name: new RegExp(`^${currency}`) }).click()
  const line = page.getByRole('group', { name: 'Line 1' })
  await line.getByLabel('What for').fill(what)
  await line.getByLabel('Quantity').fill(quantity)
  await line.getByLabel(/amount|price/i).fill(amount)
}

const expectValue = async (page: Page, label: string, value: string) =>
  expect(await page.getByLabel(label).inputValue()).toBe(value)
