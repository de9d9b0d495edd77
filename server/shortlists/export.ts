import type { z } from 'zod'
import type * as api from '../../shared/shortlists.ts'
import type { Ctx } from '../context.ts'
import { csvOf, fileNameOf } from '../http/csv.ts'
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
  return { fileName: `${fileNameOf(title, 'Shortlist')}.csv`, text: csvOf([Object.keys(columns), ...rows]) }
}
