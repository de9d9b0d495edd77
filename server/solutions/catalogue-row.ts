import { z } from 'zod'
import { canonicalEmail } from '../../shared/email.ts'
import { PlainText } from '../../shared/fields.ts'

/** The columns of a catalogue file, by the names of the API. Every one must be there; most cells may be empty. */
export const columns = [
  'slug',
  'name',
  'tagline',
  'description',
  'category',
  'capabilities',
  'regions',
  'customerSize',
  'pricingModel',
  'verified',
  'website',
  'contactEmail',
  'organization',
] as const
export type Column = (typeof columns)[number]

/** Lists in one cell of a CSV are parted by this. */
const BETWEEN = ';'

const Line = (longest: number) =>
  PlainText(longest).refine((text) => !/[\n\t]/.test(text), { error: 'Write it on one line.' })
const Needed = (longest: number) => Line(longest).refine((text) => text !== '', { error: 'This must not be empty.' })
const Optional = (longest: number) =>
  Line(longest)
    .nullish()
    .transform((text) => text || null)

const Tags = z
  .union([z.string().transform((cell) => cell.split(BETWEEN)), z.array(z.string())], {
    error: 'Write a list of words.',
  })
  .nullish()
  .transform((tags) => [...new Set((tags ?? []).map((tag) => tag.trim()).filter((tag) => tag !== ''))])
  .pipe(z.array(Line(60)).max(30, { error: 'At most 30.' }))

const yes = ['yes', 'true', '1']
const no = ['no', 'false', '0', '']
const YesOrNo = z
  .union([z.boolean(), z.string()], { error: 'Write yes or no.' })
  .nullish()
  .transform((typed) =>
    String(typed ?? '')
      .trim()
      .toLowerCase(),
  )
  .refine((typed) => yes.includes(typed) || no.includes(typed), { error: 'Write yes or no.' })
  .transform((typed) => yes.includes(typed))

const isHttps = (text: string) => URL.canParse(text) && new URL(text).protocol === 'https:' && !/\s/.test(text)

/** One solution as a file tells it: checked, trimmed, in the form in which it is kept. */
export const CatalogueRow = z.strictObject({
  slug: Line(80).refine((slug) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug), {
    error: 'Use small letters and digits, with single dashes between them.',
  }),
  name: Needed(200),
  tagline: Line(300)
    .nullish()
    .transform((text) => text ?? ''),
  description: PlainText(5000)
    .nullish()
    .transform((text) => text ?? ''),
  category: Needed(60),
  capabilities: Tags,
  regions: Tags,
  customerSize: Optional(60),
  pricingModel: Optional(60),
  verified: YesOrNo,
  website: Optional(500)
    .refine((link) => link === null || isHttps(link), { error: 'Use a whole link that begins with https://' })
    .transform((link) => (link === null ? null : new URL(link).href)),
  contactEmail: Optional(400)
    .refine((typed) => typed === null || canonicalEmail(typed) !== null, {
      error: 'Use one address, like name@company.com',
    })
    .transform((typed) => (typed === null ? null : canonicalEmail(typed))),
  /** Slug of the solution organization that it belongs to. */
  organization: Optional(80),
})
export type CatalogueRow = z.infer<typeof CatalogueRow>
