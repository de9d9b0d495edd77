/** Marks that turn the direction of writing, and characters without a shape: a name can pretend with them to be another. */
const deceiving = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu

/**
 * Text from people as one line, fit for a subject or a header: no control characters, no separators of lines, and no
 * beginning of an encoded word (RFC 2047), which the reader's program would decode into what was never in the text.
 */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(deceiving, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll('=?', '= ?')
    .trim()

/** Text from people with its line breaks kept, and at most one empty line between two paragraphs. */
export const manyLines = (text: string): string =>
  text
    .split(/\r\n?|[\n\v\f\u0085\u2028\u2029]/u)
    .map(oneLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/**
 * Where a mail program would begin to see a link or an address. An invisible character there keeps the words readable and
 * lets nobody use our mails to carry links of their own (ABUSE 25).
 */
const linkable = /(?<=\/)(?=\/)|(?<=\S[.。．｡])(?=[^\s\p{P}])|(?<=\S)(?=@\S)/gu

export const withoutLinks = (text: string): string => text.replace(linkable, '\u200c')

/** A name inside a letter: one line, and nothing in it that becomes a link. */
export const nameInLetter = (name: string): string => withoutLinks(oneLine(name))

/** A message inside a letter: the same, over several lines. */
export const messageInLetter = (message: string): string => withoutLinks(manyLines(message))

const inZone = (timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  })

/**
 * "Saturday 5 December 2026, 16:20 UTC", or "17:20 Europe/Berlin" where its author meant that zone: a letter does not know
 * where it is read, so the zone is always named.
 */
export function moment(at: Date, zone = 'UTC'): string {
  const part = Object.fromEntries(
    inZone(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return `${part.weekday} ${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute} ${zone}`
}
