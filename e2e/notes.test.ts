import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { briefs, delegations, notes, shortlists } from '../town/people.ts'
import { lookAt } from './browser.ts'
import { ask, PHONE } from './people.ts'
import { stage } from './stage.ts'

/* The demo town: Bea and Edith buy, Pia is a partner who sees all published work, Max one who sees only his own. */

const { product, open } = stage()

const MERIDIAN = '/w/meridian-health'
const checks = `${MERIDIAN}/shortlists/${shortlists.checks}`
const nightShifts = `${MERIDIAN}/shortlists/${shortlists.nightShifts}`

const panel = (page: Page) => page.getByRole('complementary', { name: 'Notes' })
const noteOf = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words })

async function write(page: Page, words: string, audience?: 'Team' | 'Shared') {
  await page.getByRole('textbox', { name: 'New note' }).fill(words)
  if (audience) await page.getByRole('radiogroup', { name: 'Who sees it' }).getByText(audience).click()
  await page.getByRole('textbox', { name: 'New note' }).press('Control+Enter')
  // Saved: the field is empty, and has the focus for the next one.
  await page.locator('textarea:focus:placeholder-shown').waitFor()
}

/** Which of the notes that were written here somebody finds, on the page of all and through the API. */
async function finds(page: Page): Promise<string[]> {
  const { status, body } = await ask(page, 'GET', '/workspaces/meridian-health/notes?limit=100')
  if (status !== 200) return [`refused with ${status}`]
  const { items } = body as { items: { body: string }[] }
  return items.map((it) => it.body).filter((it) => it.startsWith('Journey: '))
}

test('SPEC 5, V3: the buyer and two partners write beside the work of one of them; each sees exactly what is theirs to see, live, and after a revoke', {
  timeout: 240_000,
}, async () => {
  const [bea, pia, max] = await Promise.all([open('bea', checks), open('pia', checks), open('max', checks, PHONE)])

  // By keyboard, personal unless told; then for the team, then shared.
  await panel(bea).getByText('Only you. Not even admins.').waitFor()
  await write(bea, 'Journey: Bea alone')
  await write(bea, 'Journey: Bea to the team', 'Team')
  await write(bea, 'Journey: **Bea** to all, see https://works-council.example', 'Shared')
  await panel(bea).getByRole('link', { name: 'https://works-council.example' }).waitFor()
  await lookAt(bea, 'notes-01-buyer')

  // It stays beside the page while that scrolls.
  await bea.setViewportSize({ width: 1280, height: 420 })
  await bea.mouse.move(500, 300)
  await bea.mouse.wheel(0, 400)
  expect(await panel(bea).getByRole('heading', { name: 'Notes' }).isVisible()).toBe(true)
  await bea.setViewportSize({ width: 1280, height: 800 })

  // Live: neither of them has loaded the page again.
  await noteOf(pia, 'Bea to all').waitFor()
  await write(pia, 'Journey: Pia to all', 'Shared')
  await noteOf(bea, 'Pia to all').waitFor()

  // On a phone the notes wait behind a button that says what is new.
  await max.getByRole('button', { name: /^Notes \d, \d unread notes?$/ }).click()
  const sheet = max.getByRole('dialog', { name: 'Notes' })
  await noteOf(max, 'Bea to all').waitFor()
  expect(await sheet.getByText('Pia').count(), 'V3: a scoped partner learns nothing of another one').toBe(0)
  await write(max, 'Journey: Max answers', 'Shared')
  await lookAt(max, 'notes-02-partner-phone')
  await max.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await lookAt(max, 'notes-03-partner-phone-closed')

  expect(await finds(max)).toEqual([
    'Journey: Max answers',
    'Journey: **Bea** to all, see https://works-council.example',
  ])
  expect((await finds(pia)).toSorted()).toEqual(
    [
      'Journey: Max answers',
      'Journey: Pia to all',
      'Journey: **Bea** to all, see https://works-council.example',
    ].toSorted(),
  )
  expect(await finds(bea)).toHaveLength(5)

  // Widening asks once more; taking back does not.
  await noteOf(bea, 'Bea alone').getByRole('button', { name: 'Actions for the note of You' }).click()
  await bea.getByRole('menuitem', { name: 'Edit' }).click()
  const editor = panel(bea).getByRole('region', { name: 'Change the note' })
  await editor.locator('textarea:focus').waitFor()
  await editor.getByText('Shared', { exact: true }).click()
  await editor.getByRole('button', { name: 'Save' }).click()
  const question = bea.getByRole('dialog', { name: 'Share this note?' })
  await question.getByText(/partners who can see this shortlist/).waitFor()
  await lookAt(bea, 'notes-04-widening')
  await question.getByRole('button', { name: 'Share' }).click()
  await noteOf(pia, 'Bea alone').waitFor()

  // Everybody's page of all notes; a deep link leads to the note.
  await bea.getByRole('link', { name: /^Notes/ }).click()
  await bea.getByRole('heading', { level: 1, name: 'Notes' }).waitFor()
  await lookAt(bea, 'notes-05-all')
  await bea.getByRole('article').filter({ hasText: 'works council has to agree' }).getByRole('link').first().click()
  await bea.waitForURL(new RegExp(`note=${notes.worksCouncil}`))
  await bea.waitForFunction(() => document.activeElement?.textContent?.includes('works council has to agree'))

  // The revoke: what Max shared stays with the team, his page is gone, and nothing of it answers him any more.
  await max.reload()
  await ask(bea, 'POST', `/organizations/meridian-health/delegations/${delegations.max}/revoke`, {})
  await max.getByRole('heading', { level: 1, name: /access to Meridian Health has ended/ }).waitFor()
  expect(await finds(max)).toEqual(['refused with 404'])
  expect(await finds(bea)).toContain('Journey: Max answers')
  expect(await finds(pia)).toContain('Journey: Max answers')
})

test('beside a solution and a brief, dark and on a phone; one personal note is seen by nobody else', {
  timeout: 120_000,
}, async () => {
  const [edith, pia] = await Promise.all([
    open('edith', `${MERIDIAN}/solutions/crewline`, { dark: true }),
    open('pia', `${nightShifts}?note=${notes.budget}`, PHONE),
  ])
  await write(edith, '> said on the phone\n\n- `one`\n- two')
  await lookAt(edith, 'notes-06-solution-dark')
  await edith.goto(`${product.url}${MERIDIAN}/briefs/${briefs.nightCover}/responses`)
  await noteOf(edith, 'payroll of their own').waitFor()
  await lookAt(edith, 'notes-07-responses-dark')
  await edith.getByRole('button', { name: 'Hide notes' }).press('Enter')
  await edith.getByRole('button', { name: 'Notes 1', exact: true }).waitFor()
  // On a phone no act of the brief is cut.
  await edith.setViewportSize({ width: 390, height: 844 })
  const cut = (labels: Element[]) => labels.filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.textContent)
  expect(await edith.locator('main .mantine-Button-label').evaluateAll(cut)).toEqual([])
  await lookAt(edith, 'notes-10-responses-phone')

  await pia.getByRole('dialog', { name: 'Notes' }).waitFor()
  await pia.waitForFunction(() => document.activeElement?.textContent?.includes('The budget is fixed'))
  await noteOf(pia, 'notice period').waitFor()
  expect((await ask(edith, 'GET', `/workspaces/meridian-health/notes/${notes.notice}`)).status).toBe(404)
  await lookAt(pia, 'notes-08-sought-phone')
  await pia.goto(`${product.url}${MERIDIAN}/notes`)
  await lookAt(pia, 'notes-09-all-phone')
})
