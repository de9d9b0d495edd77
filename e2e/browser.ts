import { existsSync, mkdirSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core'
import { expect } from 'vitest'

/** The Chromium that npm brings, or the one of the system (CHROMIUM names another). */
export async function openBrowser(): Promise<Browser> {
  const own = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))
  const executablePath = await chromium.executablePath().catch(() => own)
  if (!executablePath) throw new Error('No Chromium: install one and name it in CHROMIUM.')
  // Nothing here draws in three dimensions, and a graphics card made of software takes a third of the browser's time.
  chromium.setGraphicsMode = false
  return playwright.launch({
    executablePath,
    headless: true,
    args: [...chromium.args.filter((it) => it !== '--single-process'), '--disable-gpu'],
  })
}

export type Look = { width?: number; height?: number; dark?: boolean }

/** One person's browser: their own cookies, and a page that collects whatever goes wrong on it. */
export async function openPage(
  browser: Browser,
  { width = 1280, height = 800, dark = false }: Look = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  return pageIn(context)
}

/** A further page of the same person. */
export async function pageIn(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const problems: string[] = []
  wrong.set(page, problems)
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) problems.push(message.text())
  })
  return page
}

const wrong = new WeakMap<Page, string[]>()
/** No page has a frame, so that all of axe runs in the page itself (its legacy mode): in two fifths of the time. */
const LOOK_FOR = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations' as const],
  // The one rule that runs and asks for something in advance asks for sound; reading all styles once more serves none.
  preload: { assets: ['media'] },
}

/**
 * What every page of a journey must pass: axe finds nothing, nothing is wider than the window, and nothing was thrown or
 * blocked by the content policy. With SHOTS set, a screenshot is left there.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  await settled(page)
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  )
  if (process.env.SHOTS) await shoot(page, name)
  // What was brought into the page stays there until it is loaded anew; an empty script is none to AxeBuilder.
  const axeSource = (await page.evaluate(() => 'axe' in window)) ? ';' : undefined
  const { violations } = await new AxeBuilder({ page, ...(axeSource && { axeSource }) })
    .setLegacyMode(true)
    .options(LOOK_FOR)
    .analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  expect(found, `axe on ${name}`).toEqual([])
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(0)
  expect(wrong.get(page), `errors on ${name}`).toEqual([])
}

const LONGEST_LOADING_MS = 15_000
/** The last: found for what was asked before, and pale until the new answer is there. */
const LOADING = '[aria-busy="true"], [role="status"][aria-label^="Loading"], [class*="_stale_"]'

/** Nothing is loading any more. The line for live news stays open for ever, so the network itself never falls silent. */
async function settled(page: Page) {
  const until = Date.now() + LONGEST_LOADING_MS
  for (let quietTimes = 0; quietTimes < 3 && Date.now() < until; ) {
    const busy = await page.locator(LOADING).count()
    quietTimes = busy === 0 ? quietTimes + 1 : 0
    await page.waitForTimeout(80)
  }
}

async function shoot(page: Page, name: string) {
  mkdirSync(process.env.SHOTS!, { recursive: true })
  await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
}
