import { type Deed, judge, type World } from './model.ts'

/* What happened before every run, told to both, so that rare states of a brief are there from the start. */

const all = ['soloflow', 'crewline', 'gridpay']
const made = (key: string, actor: string, anonymous = false, solutions = all): Deed => ({
  kind: 'create',
  actor,
  key,
  anonymous,
  solutions,
})
const on = (kind: 'send' | 'delete', brief: string, actor: string): Deed => ({ kind, actor, brief })

const beginning: Deed[] = [
  made('faded', 'dan'),
  on('send', 'faded', 'dan'),
  on('delete', 'faded', 'dan'),
  made('faded of ben', 'ben'),
  on('delete', 'faded of ben', 'ben'),
  { kind: 'monthPasses' },
  made('gone of dan', 'dan'),
  on('delete', 'gone of dan', 'dan'),
  made('binned of dan', 'dan'),
  on('send', 'binned of dan', 'dan'),
  on('delete', 'binned of dan', 'dan'),
  made('binned of ben', 'ben'),
  on('delete', 'binned of ben', 'ben'),
  made('sent and binned of ben', 'ben', true),
  on('send', 'sent and binned of ben', 'ben'),
  on('delete', 'sent and binned of ben', 'gil'),
  made('passed', 'gus'),
  { kind: 'revoke', partner: 'gus' },
  made('closed of dan', 'dan', true),
  on('send', 'closed of dan', 'dan'),
  { kind: 'deadlinePasses', brief: 'closed of dan' },
  made('closed of ben', 'ben'),
  on('send', 'closed of ben', 'ben'),
  { kind: 'close', actor: 'ben', brief: 'closed of ben', decided: null },
  made('anonymous of eve', 'eve'),
  on('send', 'anonymous of eve', 'eve'),
  made('sent of ben', 'ben', true),
  on('send', 'sent of ben', 'ben'),
  made('draft of dan', 'dan'),
  made('draft of ben', 'ben'),
]

const access = (isFull: boolean, hasBriefs = true) => ({ isActive: true, hasBriefs, isFull })
export const emptyWorld: World = {
  accesses: { dan: access(true), eve: access(false), fay: access(true, false), gus: access(true) },
  briefs: [],
  events: 0,
  mails: 0,
}

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
