import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { copyTown } from '../town/copies.ts'
import { people } from '../town/people.ts'
import { type Look, openBrowser, openPage as openPageIn } from './browser.ts'
import { signIn } from './people.ts'
import { type Product, startProduct } from './product.ts'

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/**
 * The whole product and a browser: there from the first journey of a file to its last. The demo town is in it, in a copy
 * that is there at once; or nothing yet, as after the first `npm start`.
 */
export function stage({ empty = false } = {}) {
  const product = {} as Product
  let browser: Browser | undefined
  let town: Awaited<ReturnType<typeof copyTown>> | undefined
  beforeAll(async () => {
    const opening = openBrowser()
    if (!empty) town = await copyTown()
    Object.assign(product, await startProduct(town ? { DATABASE_URL: town.url, HOST: 'localhost' } : { DEMO: '0' }))
    browser = await opening
  }, 90_000)
  // An open page follows the news: those of the journey before would load with everything the next one does.
  afterEach(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? [])
  })
  afterAll(async () => {
    await browser?.close()
    await product.stop?.()
    await town?.drop()
  })

  /** A page of somebody who is not signed in. */
  const openPage = (look: Look = {}): Promise<Page> => openPageIn(browser!, look)

  const sessions = new Map<string, Cookies>()
  /** Opens an address in a browser of this person's own. Everybody signs in once. */
  async function open(person: keyof typeof people, path: string, look: Look = {}): Promise<Page> {
    const known = sessions.get(person)
    const page = await openPage(look)
    if (known) await page.context().addCookies(known)
    else await signIn(product, page.context(), people[person].email)
    sessions.set(person, await page.context().cookies())
    await page.goto(product.url + path)
    return page
  }

  return { product, open, openPage }
}
