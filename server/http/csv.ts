import { stringify } from 'csv-stringify/sync'

/** RFC 4180. The mark in front tells spreadsheets that it is UTF-8. */
export const csvOf = (rows: (string | number)[][]): string =>
  stringify(rows, {
    bom: true,
    record_delimiter: 'windows',
    quoted_match: /[;\t]|^\s|\s$/,
    cast: { string: asText },
  })

/** What a spreadsheet calculates begins with one of these; some of them skip blanks, invisible signs and quotes before it. */
const formula = /^[\s\p{C}"]*[=+\-@＝＋－＠]|^[\t\r\n]/u

/** Where cells are parted by something else than commas, one of ours may become several. */
const laterCell = /(?<=\S)([;\t\n\r][\s"]*)(?=[=+\-@＝＋－＠])/g

/** A cell that a spreadsheet would calculate begins with an apostrophe instead (ABUSE 46). */
const asText = (cell: string) => (formula.test(cell) ? "'" : '') + cell.replace(laterCell, "$1'")

/** Without what a file system reads as a path or refuses; `otherwise` where nothing is left. */
export const fileNameOf = (title: string, otherwise: string): string =>
  title
    .replace(/[\\/:*?"<>|.]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .match(/^.{1,80}/u)?.[0]
    .trim() || otherwise
