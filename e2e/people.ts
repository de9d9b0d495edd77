import type { BrowserContext, Page } from 'playwright-core'
import type { Look } from './browser.ts'
import type { Product } from './product.ts'

/** What the screens ask of the API, without them: the journey of the main job walks those. */
export async function signIn(product: Product, context: BrowserContext, address: string): Promise<void> {
  const send = async (path: string, data: object) => {
    const answer = await context.request.post(`${product.url}/api/auth/${path}`, {
      data,
      headers: { origin: product.url },
    })
    if (!answer.ok()) throw new Error(`${path} answers ${answer.status()}: ${await answer.text()}`)
  }
  await send('email-otp/send-verification-otp', { email: address })
  await send('sign-in/email-otp', { email: address, otp: await codeFor(product, address) })
}

export async function askForCode(page: Page, address: string): Promise<void> {
  await page.getByLabel('Email').fill(address)
  await page.getByRole('button', { name: 'Send code' }).click()
  await page.getByLabel('Digit 1 of 6').waitFor()
}

export async function typeCode(product: Product, page: Page, address: string): Promise<void> {
  const code = await codeFor(product, address)
  await page.getByLabel('Digit 1 of 6').focus()
  await page.keyboard.type(code)
}

const codeFor = async (product: Product, address: string) =>
  /^\d{6}$/m.exec((await product.mailTo(address, 'sign-in code')).text)![0]

/** Tables and their cards hold the same facts; one of the two is shown. */
export const visible = (page: Page, text: string) =>
  page
    .locator('#main')
    .getByText(new RegExp(`^\\s*${text}`))
    .locator('visible=true')
    .first()

export const PHONE: Look = { width: 390, height: 844, dark: true }

/** Asks the API as the person of this page, and answers its status and body. */
export const ask = (
  page: Page,
  verb: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: unknown }> =>
  page.evaluate(
    async ([verb, path, body]) => {
      const answer = await fetch(`/api/v1${path}`, {
        method: verb,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      })
      return { status: answer.status, body: await answer.json().catch(() => null) }
    },
    [verb, path, body] as const,
  )

/** Presses a key until the words are there: what listens for it may not listen yet. */
export async function pressUntil(page: Page, key: string, words: string): Promise<void> {
  const told = page.getByText(words)
  for (let presses = 1; presses <= 5; presses++) {
    await page.keyboard.press(key)
    const isTold = await told.waitFor({ timeout: 2_000 }).then(
      () => true,
      () => false,
    )
    if (isTold) return
  }
  throw new Error(`${key} did not lead to "${words}"`)
}
