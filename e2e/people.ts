import type { Page } from 'playwright-core'
import type { Product } from './product.ts'

/** Types the address, waits for the mail, types the code. */
export async function signIn(product: Product, page: Page, address: string): Promise<void> {
  await page.goto(`${product.url}/sign-in`)
  await askForCode(page, address)
  await typeCode(product, page, address)
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

export async function askForCode(page: Page, address: string): Promise<void> {
  await page.getByLabel('Email').fill(address)
  await page.getByRole('button', { name: 'Send code' }).click()
  await page.getByLabel('Digit 1 of 6').waitFor()
}

export async function typeCode(product: Product, page: Page, address: string): Promise<void> {
  const code = /^\d{6}$/m.exec((await product.mailTo(address, 'sign-in code')).text)![0]
  await page.getByLabel('Digit 1 of 6').focus()
  await page.keyboard.type(code)
}

/** Tables and their cards hold the same facts; one of the two is shown. */
export const visible = (page: Page, text: string) =>
  page
    .locator('#main')
    .getByText(new RegExp(`^\\s*${text}`))
    .locator('visible=true')
    .first()
