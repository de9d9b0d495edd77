import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Done, listOf, Paging, SearchText, Slug } from './fields.ts'

/** The solution as a list shows it. */
export const SolutionSummary = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  tagline: z.string(),
  category: z.string(),
  capabilities: z.array(z.string()),
  regions: z.array(z.string()),
  customerSize: z.string().nullable(),
  pricingModel: z.string().nullable(),
  verified: z.boolean(),
})
export type SolutionSummary = z.infer<typeof SolutionSummary>

export const Solution = SolutionSummary.extend({
  description: z.string(),
  website: z.string().nullable(),
  /** Members and partners of a buyer organization only. */
  contactEmail: z.string().nullable(),
})
export type Solution = z.infer<typeof Solution>

/** One value or several in a query: `?category=A&category=B`. */
const Several = <T extends z.ZodType<string>>(one: T, most: number) =>
  z
    .union([one, z.array(one).max(most)])
    .transform((chosen) => [chosen].flat())
    .optional()
const Choices = Several(SearchText(100), 20)

const Facet = z.array(z.object({ value: z.string(), count: z.int() }))

export const searchSolutions = endpoint('GET /solutions', {
  summary: 'Searches the catalogue by words, category, capability and region.',
  input: z.strictObject({
    search: SearchText(200).optional(),
    category: Choices,
    capability: Choices,
    region: Choices,
    sort: z.enum(['match', 'name']).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(24),
    cursor: z.string().max(2000).optional(),
  }),
  reply: listOf(SolutionSummary).extend({
    /** How many were found. First page only, like the facets. */
    total: z.int().nullable(),
    /** There are more than `total`: counting, also that of the facets, stopped there. */
    totalIsLeast: z.boolean(),
    /** What choosing a value brings: counted as if nothing were chosen in its own facet. What is chosen is always named. */
    facets: z.object({ category: Facet, capability: Facet, region: Facet }).nullable(),
    /** The words that were searched instead, where nothing is spelt like those typed. */
    searchedFor: z.string().nullable(),
  }),
})

export const findSolution = endpoint('GET /solutions/:slug', {
  summary: 'One solution of the catalogue.',
  input: z.strictObject({ slug: Slug }),
  reply: Solution,
})

export const SavedSolution = z.object({
  solution: SolutionSummary,
  savedBy: z.object({ name: z.string() }),
  savedAt: z.string(),
  /** Saved at one's own desk: by the team for its members, under the own delegation for a partner. */
  own: z.boolean(),
})

export const listSavedSolutions = endpoint('GET /workspaces/:org/saved-solutions', {
  summary: 'The saved solutions of the workspace that one may see, newest first.',
  input: z.strictObject({
    org: Slug,
    /** Only these, if they are saved. */
    solutionId: Several(z.uuid(), 100),
    ...Paging,
  }),
  reply: listOf(SavedSolution),
})

export const saveSolution = endpoint('PUT /workspaces/:org/saved-solutions/:solutionId', {
  summary: 'Saves a solution in the workspace. Saving twice is saving once.',
  input: z.strictObject({ org: Slug, solutionId: z.uuid() }),
  reply: Done,
})

export const unsaveSolution = endpoint('DELETE /workspaces/:org/saved-solutions/:solutionId', {
  summary: 'Takes a solution off the saved ones.',
  input: z.strictObject({ org: Slug, solutionId: z.uuid() }),
  reply: Done,
})
