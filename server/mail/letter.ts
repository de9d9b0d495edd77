import type { Letter } from './letter-content.ts'
import { writeText } from './letter-text.ts'

export type { Letter } from './letter-content.ts'

/** Both parts come from the same letter, so they say the same. */
export async function renderLetter(letter: Letter): Promise<{ html: string; text: string }> {
  // Loaded with the first letter: the library takes half a second, which a process that sends no mail never spends.
  const { writeHtml } = await import('./letter-html.ts')
  return { html: await writeHtml(letter), text: writeText(letter) }
}
