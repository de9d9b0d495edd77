import { stringify } from 'csv-stringify/sync'
import type { z } from 'zod'
import type * as api from '../../shared/shortlists.ts'
import type { Ctx } from '../context.ts'
import { findShortlist } from './reading.ts'

type Shortlist = z.input<typeof api.Shortlist>

const columns: Record<string, (item: Shortlist['items'][number], index: number) => string | number> = {
  Rank: (_, index) => index + 1,
  Solution: ({ solution }) => solution.name,
  Tagline: ({ solution }) => solution.tagline,
  Why: ({ reason }) => reason,
  Category: ({ solution }) => solution.category,
  Capabilities: ({ solution }) => solution.capabilities.join(', '),
  Regions: ({ solution }) => solution.regions.join(', '),
  'Size of customers': ({ solution }) => solution.customerSize ?? '',
  'Pricing model': ({ solution }) => solution.pricingModel ?? '',
  Verified: ({ solution }) => (solution.verified ? 'Yes' : 'No'),
}

/** What the page shows, as a file: it starts from the same reading, so it can never hold more. */
export async function exportShortlist(ctx: Ctx, input: z.output<typeof api.exportShortlist.input>) {
  const { title, items } = await findShortlist(ctx, input)
  const rows = items.map((item, index) => Object.values(columns).map((cell) => cell(item, index)))
  return { fileName: `${fileNameOf(title)}.csv`, text: csvOf([Object.keys(columns), ...rows]) }
}

/** RFC 4180. The mark in front tells spreadsheets that it is UTF-8. */
const csvOf = (rows: (string | number)[][]) =>
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

/** Without what a file system reads as a path or refuses. */
const fileNameOf = (title: string) =>
  title
    .replace(/[\\/:*?"<>|.]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .match(/^.{1,80}/u)?.[0]
    .trim() || 'Shortlist'
