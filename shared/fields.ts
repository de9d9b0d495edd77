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

const atMost = (longest: number) => `At most ${longest.toLocaleString('en')} characters.`

/**
 * Some lines of plain text. Line breaks stay, other control characters are refused. Its length counts before and after it
 * is brought into the form in which it is kept: NFC is slow where somebody heaps up accents, and makes some text longer.
 */
export const PlainText = (longest: number) =>
  z
    .string()
    .max(longest, { error: atMost(longest), abort: true })
    .overwrite((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim())
    .max(longest, { error: atMost(longest) })
    .refine((text) => !invisible.test(text.replace(/[\n\t]/g, '')), {
      error: 'Remove the invisible control characters.',
    })

/** Optional text: absent, null and empty are the same. */
export const OptionalText = (longest: number) =>
  PlainText(longest)
    .nullish()
    .transform((text) => text || null)

/** Exactly as typed, for what is not finished. JSON of the database holds no NUL and no half of a character. */
export const TypedText = (longest: number) =>
  z
    .string()
    .max(longest, { error: atMost(longest) })
    .refine((text) => !/[\0\p{Cs}]/u.test(text), { error: 'Remove the invisible control characters.' })

/** Words to look for. What the database cannot hold is refused here, not there. */
export const SearchText = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)
export const Slug = SearchText(80).min(1)

/** As the server says it. What somebody says is an `InstantGiven`. */
export const Instant = z.iso.datetime({ offset: true })

const FIRST_YEAR = 1900
const LAST_YEAR = 9999
const isSayable = (year: number) => year >= FIRST_YEAR && year <= LAST_YEAR
const inSayableYears = { error: `Choose a day from ${FIRST_YEAR} to ${LAST_YEAR}.` }

/** Years in which every calendar and clock here is at home: the database has no year 0, ISO 8601 ends with 9999. */
export const DayGiven = z.iso
  .date({ error: 'Choose a day.', abort: true })
  .refine((day) => isSayable(Number(day.slice(0, 4))), inSayableYears)
/** Its year is that of UTC, in which it is kept. */
export const InstantGiven = z.iso
  .datetime({ offset: true, error: 'Choose a day and a time.', abort: true })
  .refine((instant) => isSayable(new Date(instant).getUTCFullYear()), inSayableYears)

/** Passwords, NIST SP 800-63B-4: any characters, no composition rules. Common ones are refused by the server. */
export const NewPassword = z
  .string({ error: 'Enter a password.' })
  // More than 128 characters in any form of writing: refused before NFC, which is slow where accents are heaped up.
  .max(1024, { error: 'Use at most 128 characters.', abort: true })
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
