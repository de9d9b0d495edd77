import { expect, test } from 'vitest'
import { lookAt } from './browser.ts'
import { ask, PHONE, pressUntil } from './people.ts'
import { stage } from './stage.ts'

/* The demo town: Pia (full) and Max (scoped) work for Meridian Health, whose admin is Bea, editor Edith and viewer Vic. */

const { product, open } = stage()

const MERIDIAN = '/w/meridian-health'

test('a partner drafts, orders by keyboard and publishes: the buyer’s open page shows it, another partner’s does not', {
  timeout: 180_000,
}, async () => {
  const title = 'Intensive care, spring'
  const pia = await open('pia', `${MERIDIAN}/shortlists`)
  const bea = await open('bea', `${MERIDIAN}/shortlists`)
  const max = await open('max', `${MERIDIAN}/shortlists`, PHONE)
  for (const [page, name] of [
    [pia, 'pia'],
    [bea, 'bea'],
    [max, 'max'],
  ] as const) {
    await page.getByRole('heading', { name: 'Shortlists', level: 1 }).waitFor()
    await lookAt(page, `workspace-01-shortlists-${name}`)
  }

  await pia.getByRole('button', { name: 'New shortlist' }).click()
  const modal = pia.getByRole('dialog', { name: 'New shortlist' })
  await modal.getByLabel('Title').fill(title)
  await lookAt(pia, 'workspace-02-new')
  await modal.getByRole('button', { name: 'Create shortlist' }).click()
  await pia.getByRole('heading', { name: title, level: 1 }).waitFor()
  await pia.getByText('Only you see it until you publish').waitFor()
  await lookAt(pia, 'workspace-03-empty')

  await pia.getByRole('button', { name: 'Add solution' }).first().click()
  const finder = pia.getByRole('dialog', { name: 'Add solution' })
  for (const name of ['Crewline', 'Talentbridge', 'Kindred Locum']) {
    await finder.getByLabel('Search solutions').fill(name)
    await finder.getByRole('button', { name: `Add ${name}`, exact: true }).click()
    await finder.getByRole('button', { name: `Added ${name}`, exact: true }).waitFor()
  }
  await lookAt(pia, 'workspace-04-add')
  await finder.getByRole('button', { name: 'Done' }).click()

  await pia.getByRole('button', { name: 'Add a line why Kindred Locum' }).click()
  await pia.getByLabel('Why Kindred Locum').fill('Checks registrations daily.')
  await pia.keyboard.press('Enter')
  await pia.getByRole('paragraph').filter({ hasText: 'Checks registrations daily.' }).waitFor()

  const grip = pia.getByRole('button', { name: /^Move Kindred Locum/ })
  await grip.focus()
  await pia.keyboard.press('Space')
  await pia.getByText(/^Kindred Locum.*now number 3 of 3$/).waitFor()
  await pressUntil(pia, 'ArrowUp', 'Kindred Locum, now number 2 of 3')
  await pressUntil(pia, 'ArrowUp', 'Kindred Locum, now number 1 of 3')
  await pia.keyboard.press('Space')
  await pia.getByRole('button', { name: 'Move Kindred Locum, now number 1' }).waitFor()
  await pia.reload()
  await pia.getByRole('button', { name: 'Move Kindred Locum, now number 1' }).waitFor()
  await lookAt(pia, 'workspace-05-ordered')
  expect(await bea.getByText(title).count(), 'a draft on the buyer’s page').toBe(0)

  await pia.getByRole('button', { name: 'Publish' }).click()
  const publish = pia.getByRole('dialog', { name: 'Publish shortlist?' })
  await lookAt(pia, 'workspace-06-publish')
  await publish.getByRole('button', { name: 'Publish' }).click()
  await pia.getByText(`${title} published`).waitFor()

  // Without a reload.
  await bea.getByRole('link', { name: title }).locator('visible=true').waitFor({ timeout: 5000 })
  await lookAt(bea, 'workspace-07-live')
  await bea.getByRole('link', { name: title }).locator('visible=true').click()
  await bea.getByRole('heading', { name: title, level: 1 }).waitFor()
  await bea.getByText('Checks registrations daily.').waitFor()
  const id = new URL(bea.url()).pathname.split('/').at(-1)
  expect(await max.getByText(title).count(), 'published work of another partner, for a scoped one').toBe(0)
  expect((await ask(max, 'GET', `/workspaces/meridian-health/shortlists/${id}`)).status).toBe(404)

  // And back: the buyer changes a line, the partner reads it at once.
  await bea.getByRole('button', { name: 'Add a line why Crewline' }).click()
  await bea.getByLabel('Why Crewline').fill('Two of our clinics know them.')
  await bea.getByRole('button', { name: 'Save' }).click()
  await pia.getByText('Two of our clinics know them.').waitFor({ timeout: 5000 })
  await bea.getByRole('link', { name: 'Compare' }).click()
  await bea.getByRole('table').waitFor()
  await lookAt(bea, 'workspace-08-compare')
})

test('two partners of one company: one sees all published work, the other only their own', {
  timeout: 120_000,
}, async () => {
  const pia = await open('pia', `${MERIDIAN}/shortlists`, PHONE)
  const max = await open('max', `${MERIDIAN}/shortlists`)
  for (const title of [
    'Night shift cover, winter 2026',
    'Employer of record for Poland and Czechia',
    'MSP candidates 2026',
  ])
    await pia.getByRole('link', { name: title }).locator('visible=true').waitFor()
  expect(await pia.getByText('Freelance recruiters for the Munich clinics').count(), 'a draft of the other').toBe(0)
  await lookAt(pia, 'workspace-10-full-phone')
  await pia.getByRole('link', { name: 'Employer of record for Poland and Czechia' }).locator('visible=true').click()
  await pia.getByText('Own entities in both countries.').waitFor()
  expect(
    await pia.getByRole('button', { name: /^Move |Publish|Add solution/ }).count(),
    'what only its makers may do',
  ).toBe(0)
  await lookAt(pia, 'workspace-11-read-only-phone')

  await max.getByRole('link', { name: 'Freelance recruiters for the Munich clinics' }).locator('visible=true').waitFor()
  expect(await max.locator('#main').innerText()).not.toMatch(/Night shift|Poland|MSP candidates|Pia|Edith|Omar/)
  await lookAt(max, 'workspace-12-scoped')
  await max.goto(`${product.url}${MERIDIAN}/solutions`)
  await max.getByLabel('Search solutions').fill('nigth shift')
  await max.getByText('Showing results for night shift').waitFor()
  await max.getByRole('heading', { name: 'Crewline', level: 2 }).waitFor()
  await lookAt(max, 'workspace-13-catalogue')
  await max.getByRole('link', { name: 'Crewline' }).click()
  await max.getByRole('heading', { name: 'Crewline', level: 1 }).waitFor()
  expect(await max.locator('#main').innerText()).not.toMatch(/Night shift cover|Pia/)
  await lookAt(max, 'workspace-14-solution')
})

test('D5: without the permission for shortlists nothing of them is there: no entry, no page, no request, no code', {
  timeout: 90_000,
}, async () => {
  const asked: string[] = []
  const pia = await open('pia', '/account')
  pia.on('request', (request) => asked.push(request.url()))
  await pia.goto(`${product.url}/w/northwind`)
  await pia.getByText('Acting as partner of Northwind Logistics').waitFor()
  await pia.getByRole('link', { name: 'Solutions', exact: true }).click()
  await pia.getByRole('heading', { name: 'Crewline', level: 2 }).waitFor()
  await lookAt(pia, 'workspace-20-ungranted')
  expect(await pia.getByRole('navigation').first().innerText()).not.toMatch(/Shortlists|Saved/)
  expect(await pia.getByRole('button', { name: /^(Save|Add) / }).count()).toBe(0)
  expect(asked.filter((url) => /shortlist|saved/i.test(url))).toEqual([])

  await pia.goto(`${product.url}/w/northwind/shortlists`)
  await pia.getByRole('heading', { name: 'Nothing to see here' }).waitFor()
  await lookAt(pia, 'workspace-21-nothing')
  expect(asked.filter((url) => /\/api\/.*(shortlist|saved)|assets\/.*shortlist/i.test(url))).toEqual([])
  for (const url of new Set(asked.filter((it) => it.endsWith('.js'))))
    expect(await (await fetch(url)).text(), url).not.toMatch(
      /New shortlist|Publish shortlist|Add to shortlist|Find solutions/,
    )
})

test('G3: a revoke while the partner is typing: nothing typed is committed after it, and the page explains', {
  timeout: 120_000,
}, async () => {
  const max = await open('max', `${MERIDIAN}/shortlists`)
  await max.getByRole('link', { name: 'Freelance recruiters for the Munich clinics' }).locator('visible=true').click()
  await max.getByRole('button', { name: 'Add a line why Lumenhall Talent' }).click()
  await max.getByLabel('Why Lumenhall Talent').pressSequentially('Placed two recruiters in')
  const id = new URL(max.url()).pathname.split('/').at(-1)

  const bea = await open('bea', `${MERIDIAN}/settings/partners`, PHONE)
  await bea
    .getByRole('button', { name: /^Actions for Maximiliane/ })
    .locator('visible=true')
    .click()
  await bea.getByRole('menuitem', { name: 'Revoke access' }).click()
  const dialog = bea.getByRole('dialog', { name: 'Revoke access?' })
  await dialog.getByLabel('Reason').fill('We hire the recruiters ourselves now.')
  const revoked = bea.waitForResponse((response) => response.url().endsWith('/revoke'))
  await dialog.getByRole('button', { name: 'Revoke access' }).click()
  await revoked
  const began = performance.now()
  // What the partner sends now is refused, wherever the page is by then.
  await max.keyboard.type('.')
  await max.keyboard.press('Enter')
  await max.getByRole('heading', { name: 'Your access to Meridian Health has ended' }).waitFor({ timeout: 3000 })
  console.info(`the page left ${Math.round(performance.now() - began)} ms after the revoke was answered`)
  await max.getByText('We hire the recruiters ourselves now.').waitFor()
  await lookAt(max, 'workspace-30-ended')
  expect((await ask(max, 'PATCH', `/workspaces/meridian-health/shortlists/${id}`, { title: 'Too late' })).status).toBe(
    404,
  )

  // The draft is the organization's now, marked, and holds nothing of what was being typed.
  await bea.goto(`${product.url}${MERIDIAN}/shortlists/${id}`)
  await bea.getByRole('heading', { name: 'Freelance recruiters for the Munich clinics', level: 1 }).waitFor()
  await bea.getByText(/passed to you when their access ended/).waitFor()
  expect(await bea.locator('#main').innerText()).not.toContain('Placed two recruiters')
  await lookAt(bea, 'workspace-31-handed-over-phone')
})

test('V5: what was published and deleted lies in the trash, and an editor brings it back', {
  timeout: 90_000,
}, async () => {
  const edith = await open('edith', `${MERIDIAN}/shortlists`)
  await edith.getByRole('link', { name: 'Trash' }).click()
  await edith.getByText('Agencies of last year').locator('visible=true').first().waitFor()
  await lookAt(edith, 'workspace-40-trash')
  await edith.getByRole('button', { name: 'Restore Agencies of last year' }).locator('visible=true').first().click()
  await edith
    .getByText(/^Restored/)
    .first()
    .waitFor()
  await edith.goto(`${product.url}${MERIDIAN}/shortlists`)
  await edith.getByRole('link', { name: 'Agencies of last year' }).locator('visible=true').waitFor()

  const vic = await open('vic', `${MERIDIAN}/saved-solutions`, PHONE)
  await vic.getByRole('heading', { name: 'Saved solutions', level: 1 }).waitFor()
  await lookAt(vic, 'workspace-41-saved-phone')
  await vic.goto(`${product.url}/w/meridian-health/trash`)
  await vic.getByRole('heading', { name: 'Nothing to see here' }).waitFor()
})
