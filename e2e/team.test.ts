import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { people } from '../town/people.ts'
import { lookAt } from './browser.ts'
import { ask, askForCode, PHONE, typeCode, visible } from './people.ts'
import { stage } from './stage.ts'

/* The demo town: Nora is alone at Northwind Logistics. Meridian Health has two admins (Bea, Jonas), Edith, an editor, and Vic, a viewer. */

const { product, open, openPage } = stage()

const NORTHWIND = '/w/northwind'
const MERIDIAN = '/w/meridian-health'

async function act(page: Page, person: string, what: string) {
  await page
    .getByRole('button', { name: `Actions for ${person}` })
    .locator('visible=true')
    .click()
  await page.getByRole('menuitem', { name: what }).click()
}

test('O2: an admin invites a colleague by mail, hands over and leaves; who is the only admin then stays', {
  timeout: 120_000,
}, async () => {
  const address = 'nina.berg@northwind.example'
  const nora = await open('nora', `${NORTHWIND}/settings/members`)
  await nora.getByRole('heading', { name: 'Team', level: 1 }).waitFor()
  await visible(nora, 'Nora Wind').waitFor()
  await lookAt(nora, 'team-01-alone')
  await act(nora, 'Nora Wind', 'Leave team')
  const handOver = nora.getByRole('dialog', { name: 'Hand over before you leave' })
  await handOver.getByText('Nobody else is in the team').waitFor()
  await handOver.getByRole('button', { name: 'Invite to the team' }).click()

  const invite = nora.getByRole('dialog', { name: 'Invite to the team' })
  await invite.getByLabel('Email').fill('nora@northwind.example')
  await invite.getByRole('button', { name: 'Send invitation' }).click()
  await invite.getByText('You cannot invite yourself.').waitFor()
  await lookAt(nora, 'team-03-invite')
  await invite.getByLabel('Email').fill(address)
  await invite.getByRole('radio', { name: 'Editor' }).check()
  await invite.getByRole('button', { name: 'Send invitation' }).click()
  await nora.getByText(`Invitation sent to ${address}`).waitFor()
  await visible(nora, 'Mail sent').waitFor()
  await lookAt(nora, 'team-04-pending')

  const mail = await product.mailTo(address, 'invited to the team')
  const nina = await openPage(PHONE)
  await nina.goto(/href="([^"]+\/invitations\/[^"]+#[^"]+)"/.exec(mail.html)![1]!)
  await nina.getByRole('heading', { name: 'Northwind Logistics invites you to its team' }).waitFor()
  expect(nina.url(), 'the secret leaves the address at once').not.toContain('#')
  await lookAt(nina, 'team-05-invitation-phone')
  await nina.getByLabel('Your name').fill('Nina Berg')
  await nina.getByRole('button', { name: 'Accept invitation' }).click()
  await nina.waitForURL(`**${NORTHWIND}`)
  await nina.getByRole('link', { name: 'Team', exact: true }).click()
  await visible(nina, 'Nina Berg').waitFor()
  expect(await nina.getByRole('button', { name: 'Invite to the team' }).count(), 'an editor invites nobody').toBe(0)
  await lookAt(nina, 'team-06-editor-phone')

  // Without a reload.
  await visible(nora, 'Nina Berg').waitFor()
  await act(nora, 'Nora Wind', 'Leave team')
  await handOver.getByRole('combobox', { name: 'Who' }).click()
  await nora.getByRole('option', { name: /^Nina Berg/ }).click()
  await lookAt(nora, 'team-07-hand-over')
  await handOver.getByRole('button', { name: 'Make admin' }).click()
  const leave = nora.getByRole('dialog', { name: 'Leave the team of Northwind Logistics?' })
  await leave.getByText('Your access ends at once').waitFor()
  await nina.getByRole('button', { name: 'Invite to the team' }).waitFor()
  await leave.getByRole('button', { name: 'Leave team' }).click()
  await nora.getByText('You left the team of Northwind Logistics').waitFor()
  expect((await ask(nora, 'GET', '/workspaces/northwind')).status).toBe(404)

  await nina.getByText('Nora Wind').waitFor({ state: 'detached' })
  await act(nina, 'Nina Berg', 'Change role')
  await nina.getByText('The only admin stays one. Make another admin first.').waitFor()
  await lookAt(nina, 'team-09-only-admin-phone')
  expect((await ask(nina, 'POST', '/organizations/northwind/leave', {})).body).toMatchObject({ code: 'last_admin' })
})

test('O1, O3: a new address, joining by domain, quotes kept from viewers: told before, and live on open pages', {
  timeout: 120_000,
}, async () => {
  const bea = await open('bea', `${MERIDIAN}/settings/organization`)
  await bea.getByRole('button', { name: 'Register domain' }).click()
  await bea.getByText('Registered by Bea Okafor').waitFor()

  const una = await openPage(PHONE)
  await una.goto(`${product.url}/sign-in`)
  await askForCode(una, 'una@meridian.example')
  await typeCode(product, una, 'una@meridian.example')
  await una.getByText('Your address belongs to Meridian Health').waitFor()
  await lookAt(una, 'team-21-joined-phone')
  await una.getByLabel('Your name').fill('Una Holm')
  await una.getByRole('button', { name: 'Continue' }).click()
  await una.waitForURL(`**${MERIDIAN}`)
  await una.getByText('You are a viewer').waitFor()

  const vic = await open('vic', `${MERIDIAN}/briefs`)
  await vic.getByRole('link', { name: 'Night shift cover', exact: false }).locator('visible=true').first().click()
  await vic.getByRole('link', { name: /^Responses/ }).click()
  await vic.getByRole('table').waitFor()
  await bea.getByRole('checkbox', { name: 'Viewers see quotes' }).uncheck()
  await bea.getByLabel('Address').fill('meridian')
  await bea.getByText(/Links to \/w\/meridian-health keep leading here, for good/).waitFor()
  await lookAt(bea, 'team-22-new-address')
  await bea.getByRole('button', { name: 'Save settings' }).click()
  await bea.waitForURL('**/w/meridian/settings/organization')
  await bea.getByText('Still leading here: /w/meridian-health').waitFor()

  // Without a reload: what may not be seen is gone, and the bar shows the new address.
  await vic.getByText('Not for viewers').waitFor()
  await vic.waitForURL('**/w/meridian/briefs/*/responses')
  await lookAt(vic, 'team-23-not-for-viewers')
  const edith = await open('edith', `${MERIDIAN}/settings/members?search=una`, PHONE)
  await edith.waitForURL('**/w/meridian/settings/members?search=una')
  await visible(edith, 'Una Holm').waitFor()
  await lookAt(edith, 'team-24-members-phone')
  await edith.goto(`${product.url}/w/meridian/settings/organization`)
  await edith.getByRole('heading', { name: 'Nothing to see here' }).waitFor()
})

test('O2: by keyboard alone: a role is changed, and the focus comes back to where it was', {
  timeout: 60_000,
}, async () => {
  const jonas = await open('jonas', `${MERIDIAN}/settings/members`, { dark: true })
  const menu = jonas.getByRole('button', { name: `Actions for ${people.edith.name}` }).locator('visible=true')
  await menu.focus()
  await jonas.keyboard.press('Enter')
  await jonas.getByRole('menuitem', { name: 'Remove from team' }).waitFor()
  await jonas.keyboard.press('Home')
  await jonas.keyboard.press('Enter')
  const dialog = jonas.getByRole('dialog', { name: 'Change role' })
  await dialog.getByRole('radio', { name: 'Editor' }).focus()
  await jonas.keyboard.press('ArrowDown')
  await lookAt(jonas, 'team-30-role-dark')
  await jonas.keyboard.press('Enter')
  await jonas.getByText('Edith Lang is a viewer now').waitFor()
  await dialog.waitFor({ state: 'detached' })
  expect(await menu.evaluate((button) => button === document.activeElement)).toBe(true)
})
