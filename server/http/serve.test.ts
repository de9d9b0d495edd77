import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Endpoint, endpoint } from '../../shared/endpoint.ts'
import { refuse } from '../../shared/errors.ts'
import { Slug } from '../../shared/fields.ts'
import {
  db,
  delegations,
  freshTown,
  openSessionFor,
  organizations,
  type Person,
  people,
  serverOf,
  settings,
} from '../../town/town.ts'
import { loadActor } from '../authz/actor.ts'
import { authorize, authorizeOwn, can } from '../authz/can.ts'
import type { Ctx } from '../context.ts'
import type { Db } from '../db/db.ts'
import { serve, serveVisitors } from './serve.ts'

const meridian = organizations.meridian
const Word = z.object({ word: z.string() })

/** A server with one more door, which only this test knows. */
function opened<I extends z.ZodType, R extends z.ZodType>(
  door: Endpoint<I, R>,
  operation: (ctx: Ctx, input: z.output<I>) => Promise<z.input<R>>,
  database: Db = db(),
) {
  const server = serverOf(database, { settings })
  serve({ http: server.http, db: database, settings, doors: [] }, door, operation)
  return server
}

const read = endpoint('GET /workspaces/:org/words', {
  summary: 'Reads.',
  input: z.strictObject({ org: Slug }),
  reply: Word,
})
const write = endpoint('POST /workspaces/:org/words', {
  summary: 'Writes.',
  input: z.strictObject({ org: Slug, word: z.string().default('') }),
  reply: Word,
})
const words = `/api/v1/workspaces/${meridian.slug}/words`
const asBea = (server: ReturnType<typeof serverOf>) => server.browserOf('bea')

describe('V1: asking', () => {
  const forgetful = async () => ({ word: 'secret' })

  test('V1: an operation that never asked cannot answer, and what it had to say stays inside', async () => {
    for (const [door, method] of [
      [read, 'GET'],
      [write, 'POST'],
    ] as const) {
      const bea = await asBea(opened(door, forgetful))
      const answer = await bea({ method, url: words, ...(method === 'POST' && { body: {} }) })
      expect(answer.statusCode).toBe(500)
      expect(answer.json()).toMatchObject({ code: 'internal_error', status: 500 })
      expect(answer.body).not.toContain('secret')
    }
  })

  test('V1, D6: what an operation wrote before it was refused, or found not to have asked, is undone', async () => {
    const town = await freshTown()
    const rename = async (ctx: Ctx, { word }: { word: string }) => {
      await ctx.db.updateTable('users').set({ name: word }).where('id', '=', people.stan.id).execute()
      if (word === 'Kept') authorize(ctx, 'workspace.enter')
      return word === 'Refused' ? refuse('last_admin') : { word }
    }
    const bea = await asBea(opened(write, rename, town.db))
    const outcomeOf = async (word: string) => {
      const { statusCode } = await bea({ method: 'POST', url: words, body: { word } })
      const { rows } = await town.pool.query('select name from users where id = $1', [people.stan.id])
      return [statusCode, rows[0].name]
    }
    expect(await outcomeOf('Forgotten')).toEqual([500, people.stan.name])
    expect(await outcomeOf('Refused')).toEqual([409, people.stan.name])
    expect(await outcomeOf('Kept')).toEqual([200, 'Kept'])
    await town.drop()
  })

  test('V1: asking in any of the ways is asking', async () => {
    const ways: ((ctx: Ctx) => unknown)[] = [
      (ctx) => authorize(ctx, 'member.read'),
      (ctx) => authorizeOwn(ctx, 'account.manage'),
      ({ actor }) => can(actor, 'member.read', { orgId: meridian.id }),
    ]
    for (const ask of ways) {
      const bea = await asBea(
        opened(read, async (ctx) => {
          ask(ctx)
          return { word: 'told' }
        }),
      )
      expect((await bea({ url: words })).json()).toEqual({ word: 'told' })
    }
  })

  test('V1: asking about the actor of another request does not count', async () => {
    const token = await openSessionFor(db(), 'bea')
    const another = (await loadActor(db(), token, meridian.slug))!
    const bea = await asBea(
      opened(read, async () => {
        can(another, 'member.read', { orgId: meridian.id })
        return { word: '' }
      }),
    )
    expect((await bea({ url: words })).statusCode).toBe(500)
  })
})

describe('SPEC 12: answers', () => {
  const openly = (answer: object) => async (ctx: Ctx) => {
    authorize(ctx, 'workspace.enter')
    return answer as { word: string }
  }

  test('ABUSE 39: an answer carries only what its schema names, at every depth', async () => {
    const nested = endpoint('GET /workspaces/:org/words', {
      summary: 'Reads.',
      input: z.strictObject({ org: Slug }),
      reply: z.object({ word: z.string(), list: z.array(z.object({ id: z.int() })) }),
    })
    const answer = { word: 'a', passwordHash: 'canary', list: [{ id: 1, orgId: 'canary' }] }
    const bea = await asBea(opened(nested, async (ctx) => openly(answer)(ctx) as never))
    expect((await bea({ url: words })).json()).toEqual({ word: 'a', list: [{ id: 1 }] })
  })

  test('SPEC 12: an answer that is not what was promised is a bug, not a half answer', async () => {
    const bea = await asBea(opened(read, openly({ word: 7 })))
    const answer = await bea({ url: words })
    expect(answer.statusCode).toBe(500)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    const { requestId: _, ...told } = answer.json()
    expect(JSON.stringify(told)).not.toMatch(/expected|zod|stack/i)
  })

  test('ABUSE 56: a bug answers in neutral words, with the request id and without a stack', async () => {
    const bea = await asBea(
      opened(read, async () => {
        throw new Error('relation "delegations" at /srv/app.ts:12')
      }),
    )
    const answer = await bea({ url: words })
    expect(answer.json()).toEqual({
      type: 'about:blank',
      title: 'Something broke on our side.',
      status: 500,
      code: 'internal_error',
      requestId: expect.stringMatching(/^[\w-]{16}$/),
    })
  })

  test('SPEC 12: an error of the database never tells a table, a constraint or a value', async () => {
    const statements = [
      sql`insert into users (email) values (${people.bea.email})`,
      sql`insert into memberships (org_id, user_id, role) values (${meridian.id}, ${meridian.id}, 'admin')`,
      sql`select 1 / 0`,
      sql`select * from no_such_table`,
    ]
    for (const statement of statements) {
      await sql`savepoint s`.execute(db())
      const bea = await asBea(
        opened(read, async (ctx) => {
          authorize(ctx, 'workspace.enter')
          await statement.execute(ctx.db)
          return { word: '' }
        }),
      )
      const answer = await bea({ url: words })
      await sql`rollback to savepoint s`.execute(db())
      expect(answer.statusCode).toBe(500)
      expect(answer.body).not.toMatch(/users|member|constraint|division|relation|bea@|key/i)
    }
  })
})

describe('SPEC 12: input', () => {
  const echo = async (ctx: Ctx, input: { word?: string }) => {
    authorize(ctx, 'workspace.enter')
    return { word: input.word ?? '' }
  }
  const sent = async (door: typeof read | typeof write, request: { method?: string; url?: string; body?: unknown }) => {
    const bea = await asBea(opened(door as typeof write, echo))
    return bea({ url: words, ...request })
  }

  test('ABUSE 19: a field that no one knows is refused, in the body and in the query', async () => {
    for (const request of [
      { method: 'POST', body: { word: 'a', role: 'admin' } },
      { method: 'POST', body: { word: 'a', orgId: meridian.id } },
      { method: 'POST', url: `${words}?word=a`, body: {} },
      { method: 'POST', url: `${words}?extra=1`, body: { word: 'a' } },
    ])
      expect((await sent(write, request)).json()).toMatchObject({ status: 400, code: 'unknown_field' })
    expect((await sent(read, { url: `${words}?extra=1` })).json()).toMatchObject({ status: 400, code: 'unknown_field' })
  })

  test('ABUSE 16, 36: a field of the path cannot be sent a second time, not even with the same value', async () => {
    for (const org of [meridian.slug, organizations.northwind.slug]) {
      const inBody = await sent(write, { method: 'POST', body: { org, word: 'a' } })
      expect(inBody.json()).toMatchObject({ status: 400, code: 'unknown_field' })
      const inQuery = await sent(read, { url: `${words}?org=${org}` })
      expect(inQuery.json()).toMatchObject({ status: 400, code: 'unknown_field' })
    }
  })

  test('ABUSE 36: every pair of organizations is refused as a whole, whoever asks', async () => {
    const { browserOf } = serverOf(db())
    const pia = await browserOf('pia')
    for (const path of ['meridian', 'northwind', 'orchard'] as const)
      for (const beside of ['meridian', 'northwind', 'orchard'] as const) {
        const url = `/api/v1/organizations/${organizations[path].slug}/delegations`
        const answer = await pia({
          method: 'POST',
          url,
          body: { org: organizations[beside].slug, email: 'a@b.example' },
        })
        expect(answer.statusCode).toBe(400)
        const read = await pia({
          url: `/api/v1/workspaces/${organizations[path].slug}?org=${organizations[beside].slug}`,
        })
        expect(read.statusCode).toBe(400)
      }
  })

  test.each([['[]'], ['"text"'], ['7'], ['true']])('ABUSE 54: %s is not a body', async (body) => {
    expect((await sent(write, { method: 'POST', body })).json()).toMatchObject({
      status: 400,
      code: 'malformed_request',
    })
  })

  test('D8: a version is sent as an ETag and read from If-Match in each of its writings', async () => {
    const versioned = endpoint('PATCH /workspaces/:org/words', {
      summary: 'Changes.',
      input: z.strictObject({ org: Slug }),
      reply: z.object({ version: z.int() }),
      versioned: true,
    })
    const bea = await asBea(
      opened(versioned, async (ctx) => {
        authorize(ctx, 'workspace.enter')
        return { version: ctx.request.ifMatch ?? 0 }
      }),
    )
    const send = (ifMatch?: string) => bea({ method: 'PATCH', url: words, body: {}, headers: { 'if-match': ifMatch } })
    for (const [written, version] of [
      ['"3"', 3],
      ['W/"3"', 3],
      ['3', 3],
      ['*', 0],
      [undefined, 0],
    ] as const) {
      const answer = await send(written)
      expect(answer.json()).toEqual({ version })
      expect(answer.headers.etag).toBe(`"${version}"`)
    }
    for (const written of ['"a"', '"3", "4"', '', '-1', '99999999999'])
      expect((await send(written)).json(), written).toMatchObject({ status: 412, code: 'version_conflict' })
  })

  test('D7: an Idempotency-Key is 1 to 200 visible characters', async () => {
    const bea = await asBea(opened(write, echo))
    const send = (key: string) => bea({ method: 'POST', url: words, body: {}, headers: { 'idempotency-key': key } })
    for (const key of ['', 'a b', 'x'.repeat(201), 'é']) expect((await send(key)).statusCode, key).toBe(400)
    expect((await send('x'.repeat(200))).statusCode).toBe(200)
  })
})

describe('G1: who is asking', () => {
  test('G1: doors for signed-in people answer nobody else', async () => {
    const server = opened(read, async (ctx) => {
      authorize(ctx, 'workspace.enter')
      return { word: '' }
    })
    expect((await (await server.browserOf('nobody'))({ url: words })).json()).toMatchObject({
      status: 401,
      code: 'signed_out',
    })
  })

  test('G1: a door for visitors tells its operation who they are, if anybody', async () => {
    const visit = endpoint('GET /words', { summary: 'Reads.', input: z.strictObject({}), reply: Word })
    const server = serverOf(db(), { settings })
    serveVisitors({ http: server.http, db: db(), settings, doors: [] }, visit, async ({ actor }) => ({
      word: actor?.user.email ?? 'nobody',
    }))
    for (const [person, word] of [
      ['nobody', 'nobody'],
      ['pia', people.pia.email],
    ] as [Person | 'nobody', string][])
      expect((await (await server.browserOf(person))({ url: '/api/v1/words' })).json()).toEqual({ word })
  })

  test('V1: what a stranger finds at a known address and at an unknown one is the same, but for the request id', async () => {
    const stan = await serverOf(db()).browserOf('stan')
    const body = (slug: string) => stan({ url: `/api/v1/organizations/${slug}/delegations/${delegations.pia}` })
    const [known, unknown] = [await body(meridian.slug), await body('no-such-organization')]
    expect({ ...known.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' })
    expect(known.statusCode).toBe(404)
  })
})
