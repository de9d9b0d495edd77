import { z } from 'zod'

/** Control characters, halves of characters, line and paragraph separators, and marks that turn the direction of writing. */
const invisible = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u
/** What a mail client or a reader would take for a link, an address, a telephone number or an encoded word (ABUSE 25). */
const lure =
  /https?:|www\.|:\/\/|@|=\?|(?:\d[\s().-]*){9,}|\.(com|net|org|io|ru|cn|info|biz|xyz|top|app|dev|co|me|link|click|site|online)\b/i

const spaced = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()

const name = (longest: number, empty: string) =>
  z
    .string({ error: empty })
    .max(400, { error: `At most ${longest} characters.` })
    .transform(spaced)
    .pipe(
      z
        .string()
        .min(1, { error: empty })
        .max(longest, { error: `At most ${longest} characters.` })
        .refine((text) => !invisible.test(text) && !/[<>]/.test(text), {
          error: 'Use letters, digits and common signs.',
        })
        .refine((text) => !lure.test(text), { error: 'A name has no links, addresses or telephone numbers.' }),
    )

/** One line that is shown to strangers and stands in mails: nothing in it can be taken for a link. */
export const PersonName = name(60, 'Enter your name.')
export const OrganizationName = name(60, 'Enter the name of your company.')

/** Some lines of plain text. Line breaks stay, other control characters are refused. */
export const PlainText = (longest: number) =>
  z
    .string()
    .max(longest, { error: `At most ${longest.toLocaleString('en')} characters.` })
    .transform((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim())
    .refine((text) => !invisible.test(text.replace(/[\n\t]/g, '')), {
      error: 'Remove the invisible control characters.',
    })

/** Optional text: absent, null and empty are the same. */
export const OptionalText = (longest: number) =>
  PlainText(longest)
    .nullish()
    .transform((text) => text || null)

/** Words to look for. What the database cannot hold is refused here, not there. */
export const SearchText = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)
export const Slug = SearchText(80).min(1)
export const Instant = z.iso.datetime({ offset: true })

/** Passwords, NIST SP 800-63B-4: any characters, no composition rules. Common ones are refused by the server. */
export const NewPassword = z
  .string({ error: 'Enter a password.' })
  .refine((text) => [...text.normalize('NFC')].length >= 15, { error: 'Use at least 15 characters.' })
  .refine((text) => [...text.normalize('NFC')].length <= 128, { error: 'Use at most 128 characters.' })
  .transform((text) => text.normalize('NFC'))

/** A page of a list: how many at most, and where the last one ended. */
export const Paging = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
}
export const listOf = <T extends z.ZodType>(one: T) =>
  z.object({ items: z.array(one), nextCursor: z.string().nullable() })

export const Done = z.object({ done: z.literal(true) })

/** What a door that sends `csv` answers. The name has no path in it; every browser gets one it can write. */
export const CsvFile = z.object({ fileName: z.string(), text: z.string() })
