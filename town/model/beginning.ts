import { type Deed, judge, type Terms, type World } from './model.ts'
import { team } from './people.ts'

/*
 * What happened before every run, told to both: so that each state of an access and of a list is there from the start, and
 * the runs need not begin with what is common to them all.
 */

const org = 'amber'
const all: Terms = { permissions: ['shortlists', 'briefs', 'notes'], dataVisibility: 'full' }
const some: Terms = { permissions: ['shortlists', 'notes'], dataVisibility: 'scoped' }
const none: Terms = { permissions: ['briefs'], dataVisibility: 'scoped' }

const invited = (key: string, invitee: string, terms: Terms, at = { org, actor: 'ada' }): Deed => ({
  kind: 'invite',
  ...at,
  invitee,
  key,
  ...terms,
})
const accepted = (access: string, actor: string, at = org): Deed => ({ kind: 'accept', org: at, actor, access })
const made = (key: string, actor: string): Deed => ({ kind: 'create', org, actor, key, title: `List ${key}` })
const onList = (kind: 'publish' | 'delete', list: string, actor: string): Deed => ({ kind, org, actor, list })
const added = (list: string, actor: string, solution: string): Deed => ({
  kind: 'addItem',
  org,
  actor,
  list,
  solution,
})
const saved = (actor: string, solution: string): Deed => ({ kind: 'save', org, actor, solution })
const atBirch = { org: 'birch', actor: 'dan' }

/**
 * Dan and Gus work for Amber with `full`, Eve with `scoped`, Fay without shortlists; Hal came and went, and is asked again.
 * At Birch, nobody works yet.
 */
const beginning: Deed[] = [
  invited('access of dan', 'dan', all),
  accepted('access of dan', 'dan'),
  invited('access of eve', 'eve', some),
  accepted('access of eve', 'eve'),
  invited('access of fay', 'fay', some),
  accepted('access of fay', 'fay'),
  invited('access of gus', 'gus', all),
  accepted('access of gus', 'gus'),
  invited('access of hal', 'hal', all),
  accepted('access of hal', 'hal'),
  made('faded by dan', 'dan'),
  onList('publish', 'faded by dan', 'dan'),
  onList('delete', 'faded by dan', 'dan'),
  { kind: 'monthPasses' },
  made('by ada', 'ada'),
  added('by ada', 'ada', 'crewline'),
  added('by ada', 'ada', 'globehire'),
  made('by ben', 'ben'),
  onList('delete', 'by ben', 'ben'),
  made('by dan', 'dan'),
  added('by dan', 'dan', 'crewline'),
  added('by dan', 'dan', 'soloflow'),
  added('by dan', 'dan', 'talentbridge'),
  made('published by dan', 'dan'),
  onList('publish', 'published by dan', 'dan'),
  made('deleted by dan', 'dan'),
  onList('publish', 'deleted by dan', 'dan'),
  onList('delete', 'deleted by dan', 'dan'),
  made('dropped by dan', 'dan'),
  onList('delete', 'dropped by dan', 'dan'),
  made('by eve', 'eve'),
  made('published by eve', 'eve'),
  onList('publish', 'published by eve', 'eve'),
  made('by fay', 'fay'),
  saved('fay', 'gridpay'),
  saved('fay', 'talentbridge'),
  made('by hal', 'hal'),
  made('deleted by ben', 'hal'),
  saved('hal', 'soloflow'),
  { kind: 'revoke', org, actor: 'ada', access: 'access of hal' },
  invited('second access of hal', 'hal', some),
  onList('delete', 'deleted by ben', 'ben'),
  { kind: 'change', org, actor: 'ada', access: 'access of fay', terms: none },
  saved('ben', 'crewline'),
  saved('dan', 'crewline'),
  saved('dan', 'globehire'),
  saved('eve', 'soloflow'),
  saved('ada', 'shiftlark'),
  ...['ada', 'dan', 'eve'].map((name) => saved(name, 'gridpay')),
  invited('hal at birch', 'hal', some, atBirch),
  { kind: 'expire', access: 'hal at birch' },
  invited('fay at birch', 'fay', some, atBirch),
  { kind: 'cancel', ...atBirch, access: 'fay at birch' },
  invited('eve at birch', 'eve', some, atBirch),
  { kind: 'decline', org: 'birch', actor: 'eve', access: 'eve at birch' },
  invited('ben at birch', 'ben', some, atBirch),
  { kind: 'expire', access: 'ben at birch' },
  invited('ben at birch again', 'ben', all, atBirch),
]

export const emptyWorld: World = { team, accesses: [], lists: [], saved: [] }

/** The world in which every run begins. `tell` tells the product. */
export async function begin(tell: (deed: Deed) => Promise<string>): Promise<World> {
  let world = emptyWorld
  for (const deed of beginning) {
    const verdict = judge(world, deed)
    const code = await tell(deed)
    if (code !== 'done' || verdict.code !== 'done')
      throw new Error(`${JSON.stringify(deed)}: ${code}, expected ${verdict.code}`)
    world = verdict.world
  }
  return world
}
