import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { people } from '../town/people.ts'
import { type Look, openBrowser, openPage as openPageIn } from './browser.ts'
import { signIn } from './people.ts'
import { type Product, startProduct } from './product.ts'

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/** The whole product and a browser: there from the first journey of a file to its last. */
export function stage(environment: Record<string, string> = { DEMO: '1' }) {
  const product = {} as Product
  let browser: Browser | undefined
  beforeAll(async () => {
    const opening = openBrowser()
    Object.assign(product, await startProduct(environment))
    browser = await opening
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await product.stop?.()
  })

  /** A page of somebody who is not signed in. */
  const openPage = (look: Look = {}): Promise<Page> => openPageIn(browser!, look)

  const sessions = new Map<string, Cookies>()
  /** Opens an address in a browser of this person's own. Everybody signs in once. */
  async function open(person: keyof typeof people, path: string, look: Look = {}): Promise<Page> {
    const known = sessions.get(person)
    const page = await openPage(look)
    if (known) await page.context().addCookies(known)
    else await signIn(product, page, people[person].email)
    sessions.set(person, await page.context().cookies())
    await page.goto(product.url + path)
    return page
  }

  return { product, open, openPage }
}
