import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { people } from '../town/people.ts'
import { lookAt } from './browser.ts'
import { ask, PHONE } from './people.ts'
import { stage } from './stage.ts'

/* Edith is an editor of Meridian Health, Max a partner of it, Bea its admin. */

const { product, open, openPage } = stage()

const codeIn = (text: string) => /^\d{6}$/m.exec(text)![0]

async function typeCode(page: Page, code: string) {
  await page.getByLabel('Digit 1 of 6').first().focus()
  await page.keyboard.type(code)
}

/** Asks for another address, proven by the old mailbox. */
async function askForAddress(page: Page, from: string, to: string) {
  await page.getByRole('button', { name: 'Change email' }).click()
  await page.getByLabel('New email').fill(to)
  await page.getByRole('button', { name: 'Mail me a code' }).click()
  await page.getByLabel('Digit 1 of 6').waitFor()
  await typeCode(page, codeIn((await product.mailTo(from, 'it is you')).text))
  await page.getByRole('button', { name: 'Send code to new address' }).click()
  await page.getByRole('button', { name: 'Confirm new email' }).waitFor()
}

test('ABUSE 3: another address, proven at both ends; the other session ends, and the notice stops the next change', {
  timeout: 120_000,
}, async () => {
  const edith = await open('edith', '/account')
  const phone = await openPage(PHONE)
  await phone.context().addCookies([])
  await lookAt(edith, 'account-01')

  await edith.getByLabel('Name', { exact: true }).fill('Edith Lang-Brandt')
  await edith.getByRole('button', { name: 'Save name' }).click()
  await edith.getByText('Name saved').waitFor()

  await askForAddress(edith, people.edith.email, 'edith@lang.example')
  await lookAt(edith, 'account-02-code')
  await typeCode(edith, '000000')
  await edith.getByText('This code is wrong.').waitFor()
  await lookAt(edith, 'account-03-wrong')
  await typeCode(edith, codeIn((await product.mailTo('edith@lang.example', 'confirm this address')).text))
  await edith.getByText('Your email is edith@lang.example now').waitFor()
  await product.mailTo(people.edith.email, 'was changed')

  await askForAddress(edith, 'edith@lang.example', 'thief@lang.example')
  const notice = await product.mailTo('edith@lang.example', 'about to change')
  const link = /http\S+\/email-changes\/\S+/.exec(notice.text)![0]
  await phone.goto(link)
  await phone.getByRole('heading', { name: 'Stop the change of your email?' }).waitFor()
  expect(phone.url()).not.toContain('#')
  await lookAt(phone, 'account-04-stop')
  await phone.getByRole('button', { name: 'Stop the change' }).click()
  await phone.getByRole('heading', { name: 'The change is stopped' }).waitFor()
  expect((await ask(edith, 'GET', '/me')).status).toBe(401)
})

test('ABUSE 3: a first password takes a mailed code', { timeout: 120_000 }, async () => {
  const pia = await open('pia', '/account')
  await pia.getByRole('button', { name: 'Set password' }).click()
  await pia.getByLabel('New password').fill('thimble marmot quarry lantern')
  await pia.getByRole('button', { name: 'Mail me a code' }).click()
  await pia.getByLabel('Digit 1 of 6').waitFor()
  await typeCode(pia, codeIn((await product.mailTo(people.pia.email, 'it is you')).text))
  await lookAt(pia, 'account-05-password')
  await pia.getByRole('button', { name: 'Set password' }).click()
  await pia.getByRole('button', { name: 'Change password' }).waitFor()
})

test('P1: sessions, one’s own data, and deleting the account: the work stays, without the name', {
  timeout: 120_000,
}, async () => {
  const max = await open('max', '/account', PHONE)
  await max.getByRole('heading', { name: 'Sessions' }).scrollIntoViewIfNeeded()
  await lookAt(max, 'account-10-phone')
  const [file] = await Promise.all([
    max.waitForEvent('download'),
    max.getByRole('button', { name: 'Download your data' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('My data on Human Cloud.json')
  expect(JSON.parse(await readFile(await file.path(), 'utf8')).user.email).toBe(people.max.email)

  await max.getByRole('button', { name: 'Delete account' }).click()
  const dialog = max.getByRole('dialog', { name: 'Delete your account?' })
  await dialog.getByText('Work stays').waitFor()
  await lookAt(max, 'account-11-delete')
  await dialog.getByLabel('Your email').fill('somebody@else.example')
  await dialog.getByRole('button', { name: 'Mail me a code' }).click()
  await dialog.getByText('This is not your email.').waitFor()
  await dialog.getByLabel('Your email').fill(people.max.email)
  await dialog.getByRole('button', { name: 'Mail me a code' }).click()
  await dialog.getByLabel('Digit 1 of 6').waitFor()
  await typeCode(max, codeIn((await product.mailTo(people.max.email, 'it is you')).text))
  await dialog.getByRole('button', { name: 'Delete account' }).click()
  await max.getByRole('heading', { name: 'Your account is deleted' }).waitFor()
  await max.waitForTimeout(300)
  expect(new URL(max.url()).pathname).toBe('/goodbye')
  await lookAt(max, 'account-13-goodbye')
  await product.mailTo(people.max.email, 'deleted')

  const bea = await open('bea', '/w/meridian-health/shortlists')
  await bea.getByText('Deleted user').locator('visible=true').first().waitFor()
})

test('SPEC 11: an admin finds who did what, shares the address, and takes the same as a file', {
  timeout: 120_000,
}, async () => {
  const bea = await open('bea', '/w/meridian-health')
  await bea.getByRole('link', { name: 'Audit log' }).click()
  await bea.getByRole('heading', { name: 'Audit log', level: 1 }).waitFor()
  await lookAt(bea, 'account-20-audit')
  await bea.getByRole('combobox', { name: 'What' }).click()
  await bea.getByRole('option', { name: 'Access revoked' }).click()
  const line = bea.getByRole('button', { name: /Bea Okafor revoked the access of Omar Haddad/ })
  await line.waitFor()
  expect(new URL(bea.url()).search).toBe('?kind=delegation.revoked')
  await line.focus()
  await bea.keyboard.press('Enter')
  await bea.getByText('as a member of the team').waitFor()
  await lookAt(bea, 'account-22-opened')
  const [file] = await Promise.all([
    bea.waitForEvent('download'),
    bea.getByRole('link', { name: 'Download CSV' }).click(),
  ])
  const rows = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(rows[1]).toContain('revoked the access of Omar Haddad')
  expect(rows.slice(1).every((row) => row.includes('delegation.revoked'))).toBe(true)

  await bea.goBack()
  await bea
    .getByRole('button', { name: /invited/ })
    .first()
    .waitFor()
  await bea.getByRole('combobox', { name: 'Person' }).fill('pia')
  await bea.getByRole('option', { name: /Pia Lindqvist/ }).click()
  await bea
    .getByRole('button', { name: /^\d\d:\d\d Pia Lindqvist/ })
    .first()
    .waitFor()

  const phone = await open('bea', new URL(bea.url()).pathname + new URL(bea.url()).search, PHONE)
  await phone
    .getByRole('button', { name: /^\d\d:\d\d Pia Lindqvist/ })
    .first()
    .waitFor()
  await lookAt(phone, 'account-23-audit-phone')
  await phone.getByLabel('From').fill('2001-01-01')
  await phone.getByLabel('To').fill('2001-01-02')
  await phone.getByRole('heading', { name: 'Nothing fits' }).waitFor()
  await lookAt(phone, 'account-24-nothing-phone')

  const edith = await open('vic', '/w/meridian-health/settings/audit')
  await edith.getByRole('heading', { name: 'Nothing to see here' }).waitFor()
})
