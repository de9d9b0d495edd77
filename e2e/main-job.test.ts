import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Look, lookAt } from './browser.ts'
import { askForCode, typeCode, visible } from './people.ts'
import { stage } from './stage.ts'

const { product, openPage } = stage({ empty: true })

const LOOKS: [string, Look][] = [
  ['desktop', {}],
  ['phone, dark', { width: 390, height: 844, dark: true }],
]

/** The main job, from an empty product to a partner who is out and told why; on a phone in the dark as well. */
test.each(LOOKS)(
  'a company invites a partner, who accepts, works under it and is revoked (%s)',
  async (name, look) => {
    const shot = (step: string) => `${name.replace(/\W+/g, '-')}-${step}`
    const company = name === 'desktop' ? 'Harbour Clinics' : 'Fjord Logistics'
    const slug = company.toLowerCase().replace(' ', '-')
    const ada = `ada@${slug}.example`
    const rex = `rex@${slug}-partner.example`
    const admin = await openPage(look)
    const partner = await openPage(look)

    await admin.goto(product.url)
    await lookAt(admin, shot('01-sign-in'))
    await signInFirst(admin, ada, shot)
    await admin.getByLabel('Your name').fill('Ada Brandt')
    await admin.getByLabel('Company name').fill(company)
    await lookAt(admin, shot('03-welcome'))
    await admin.getByRole('button', { name: /continue|start|create|finish/i }).click()

    await admin.waitForURL(`**/w/${slug}/settings/partners`)
    await admin.getByRole('heading', { name: 'No partners yet' }).waitFor()
    await lookAt(admin, shot('04-no-partners'))
    await admin.getByRole('button', { name: 'Invite partner' }).first().click()
    const modal = admin.getByRole('dialog', { name: 'Invite partner' })
    await modal.getByLabel('Email').fill('not an address')
    await modal.getByRole('button', { name: 'Send invitation' }).click()
    await modal.getByText('Enter one address, like name@company.com').waitFor()
    await modal.getByLabel('Email').fill(rex)
    await modal.getByRole('button', { name: 'More options' }).click()
    await modal.getByLabel('Message').fill('Hi Rex, please build a first shortlist.')
    await lookAt(admin, shot('05-invite'))
    await modal.getByRole('button', { name: 'Send invitation' }).click()
    await admin.getByText(`Invitation sent to ${rex}`).waitFor()
    await visible(admin, 'Sent').waitFor()
    await lookAt(admin, shot('06-pending'))

    const mail = await product.mailTo(rex, 'been invited')
    expect(mail.subject).toBe(`You've been invited to manage ${company}'s account on Human Cloud`)
    expect(mail.from).toMatch(/^Human Cloud </)
    const link = /href="([^"]+\/invitations\/[^"]+#[^"]+)"/.exec(mail.html)![1]!
    await partner.goto(link)
    await partner.getByRole('heading', { name: `${company} invites you to manage its account` }).waitFor()
    expect(partner.url(), 'the secret leaves the address at once').not.toContain('#')
    await partner.getByText('Hi Rex, please build a first shortlist.').waitFor()
    await lookAt(partner, shot('07-invitation'))
    await partner.getByLabel('Your name').fill('Rex Adeyemi')
    await partner.getByRole('button', { name: 'Accept invitation' }).click()
    await partner.waitForURL(`**/w/${slug}`)
    await partner.getByText(`Acting as partner of ${company}`).waitFor()
    await lookAt(partner, shot('08-workspace'))
    await partner.goto(`${product.url}/partner`)
    await partner.getByRole('link', { name: company }).waitFor()
    await lookAt(partner, shot('09-dashboard'))

    await admin.reload()
    await visible(admin, 'Active').waitFor()
    await visible(admin, 'Rex Adeyemi').waitFor()
    await lookAt(admin, shot('10-active'))
    await product.letWaitingMailsGo()
    expect((await product.mailTo(ada, 'has accepted')).subject).toBe('Rex Adeyemi has accepted your invitation')
    await admin.goto(`${product.url}/notifications`)
    await admin.getByText('Rex Adeyemi has accepted your invitation').waitFor()
    await lookAt(admin, shot('11-notifications'))

    await partner.goto(`${product.url}/w/${slug}`)
    await admin.goto(`${product.url}/w/${slug}/settings/partners`)
    await admin.getByRole('button', { name: 'Actions for Rex Adeyemi' }).and(admin.locator(':visible')).click()
    await admin.getByRole('menuitem', { name: 'Revoke access' }).click()
    const dialog = admin.getByRole('dialog', { name: 'Revoke access?' })
    await dialog.getByLabel('Reason').fill('The project has ended.')
    await lookAt(admin, shot('12-revoke'))
    await dialog.getByRole('button', { name: 'Revoke access' }).click()
    await visible(admin, 'Revoked').waitFor()

    // The open page leaves the workspace by itself.
    await partner.getByRole('heading', { name: `Your access to ${company} has ended` }).waitFor({ timeout: 30_000 })
    await partner.getByText('The project has ended.').waitFor()
    await lookAt(partner, shot('13-access-ended'))
    expect((await product.mailTo(rex, 'has ended')).text).toContain('The project has ended.')
    await admin.getByRole('button', { name: 'Actions for Rex Adeyemi' }).and(admin.locator(':visible')).click()
    await admin.getByRole('menuitem', { name: 'Timeline' }).click()
    await admin.getByText('Ada Brandt revoked the access of Rex Adeyemi').waitFor()
    await lookAt(admin, shot('14-timeline'))
  },
  180_000,
)

async function signInFirst(page: Page, address: string, shot: (step: string) => string) {
  await askForCode(page, address)
  await lookAt(page, shot('02-code'))
  await typeCode(product, page, address)
  await page.getByRole('heading', { name: /welcome/i }).waitFor()
}
