/** What a text looks like, as a pattern of `ilike`, that contains what was searched for. Its signs mean themselves. */
export const containing = (search: string): string =>
  `%${search
    .normalize('NFC')
    .trim()
    .replace(/[\\%_]/g, '\\$&')}%`
