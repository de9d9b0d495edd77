import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { auditKinds } from '../../shared/audit.ts'
import { ask as askInWorkspace, ifMatch, solutionIds } from '../../town/ask.ts'
import { briefs, db, delegations, newestSecret, type Person, people, serverOf, shortlists } from '../../town/town.ts'
import { sentences } from '../delegations/timeline.ts'

const home = '/api/v1/organizations/meridian-health'
const ask = async (person: Person, method: string, url: string, body?: unknown) =>
  (await serverOf(db()).browserOf(person))({ method, url, ...(body !== undefined && { body }) })
const audit = (query = '', by: Person = 'bea') => ask(by, 'GET', `${home}/audit?${query}`)
const texts = async (query: string) => (await audit(query)).json().items.map(({ text }: { text: string }) => text)

describe('SPEC 11: the audit of an organization', () => {
  test('SPEC 11: each event is a sentence, with the reason as its detail', async () => {
    await ask('bea', 'POST', `${home}/delegations/${delegations.pia}/revoke`, { reason: 'The project is over' })
    expect((await audit('limit=1')).json().items[0]).toMatchObject({
      text: 'Bea Okafor revoked the access of Pia Lindqvist',
      detail: 'The project is over',
      actor: { name: 'Bea Okafor', as: 'member' },
    })
  })

  test('SPEC 11: by person, who did it or to whom it happened', async () => {
    await ask('bea', 'PATCH', `${home}/members/01900000-0000-7000-a000-000000000004`, { role: 'editor' })
    expect(await texts(`person=${people.vic.email}`)).toEqual(['Bea Okafor made Victor Amsel editor'])
    const byJonas = await texts(`person=${people.jonas.email.toUpperCase()}`)
    expect(byJonas.length).toBeGreaterThan(0)
    for (const text of byJonas) expect(text).toContain('Jonas Weber')
    expect(await texts('person=nobody@elsewhere.example')).toEqual([])
    expect((await audit('person=x')).statusCode).toBe(422)
  })

  test('SPEC 11: by kind, one or all of a noun; by delegation; by time', async () => {
    const kinds = async (query: string) =>
      new Set((await audit(query)).json().items.map(({ kind }: { kind: string }) => kind))
    expect(await kinds('kind=delegation.revoked')).toEqual(new Set(['delegation.revoked']))
    expect([...(await kinds('kind=delegation'))].every((kind) => String(kind).startsWith('delegation.'))).toBe(true)
    expect((await audit('kind=deleg')).json().items).toEqual([])
    expect(await texts(`delegation=${delegations.omar}&kind=delegation`)).toHaveLength(3)
    const day = (ago: number) => encodeURIComponent(new Date(Date.now() - ago * 86_400_000).toISOString())
    expect(await texts(`kind=delegation&from=${day(37)}&until=${day(33)}`)).toEqual([
      'kim@hale-consulting.example declined the invitation',
      'Jonas Weber invited kim@hale-consulting.example',
    ])
    expect((await audit('from=yesterday')).statusCode).toBe(422)
  })

  test('SPEC 11: pages of any size hold the same events', async () => {
    const all = (await audit('limit=100')).json().items.map(({ id }: { id: string }) => id)
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = (
        await audit(`limit=7${cursor && `&cursor=${cursor}`}`)
      ).json()
      paged.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(paged.slice(0, 100)).toEqual(all)
  })

  test('SPEC 11: what one person saves of one brief in a row is told once, and stands in the file each time', async () => {
    const url = `/briefs/${briefs.interpreters}` as const
    const version = async () => (await askInWorkspace('edith', `GET ${url}`)).json().version
    const save = async (person: Person, title: string) =>
      expect((await askInWorkspace(person, `PATCH ${url}`, { title }, ifMatch(await version()))).statusCode).toBe(200)
    for (const title of ['I', 'In', 'Int']) await save('edith', title)
    await save('bea', 'Interpreters')
    await save('edith', 'Interpreters!')
    expect(await texts('kind=brief.changed&limit=3')).toEqual([
      'Edith Lang changed the brief “Interpreters!”',
      'Bea Okafor changed the brief “Interpreters”',
      'Edith Lang changed the brief “Int”',
    ])
    const { body } = await ask('bea', 'GET', `${home}/audit/export?kind=brief.changed&person=${people.edith.email}`)
    expect(body.match(/changed the brief/g)?.length).toBeGreaterThanOrEqual(4)
  })

  test('SPEC 5: a personal note makes no gap in what was saved in a row, which would tell when it was written', async () => {
    const url = `/briefs/${briefs.interpreters}` as const
    const save = async (title: string) => {
      const { version } = (await askInWorkspace('edith', `GET ${url}`)).json()
      expect((await askInWorkspace('edith', `PATCH ${url}`, { title }, ifMatch(version))).statusCode).toBe(200)
    }
    const write = (visibility: string) =>
      askInWorkspace('edith', 'POST /notes', { subject: `brief:${briefs.interpreters}`, body: 'x', visibility })
    const from = encodeURIComponent(new Date().toISOString())
    const lines = async () =>
      (await audit(`kind=brief.changed&from=${from}`)).json().items.map((it: { savedInRow: unknown }) => it.savedInRow)
    for (const title of ['One', 'Two']) await save(title)
    await write('personal')
    for (const title of ['Three', 'Four']) await save(title)
    expect(await lines()).toMatchObject([{ times: 4 }])
    await write('team')
    await save('Five')
    expect(await lines()).toMatchObject([null, { times: 4 }])
  })

  test('SPEC 11: what was saved in a row is one line: how often, since when, and all that it changed', async () => {
    const url = `/briefs/${briefs.interpreters}` as const
    const read = async () => (await askInWorkspace('edith', `GET ${url}`)).json()
    const before = await read()
    const save = async (change: object) =>
      expect((await askInWorkspace('edith', `PATCH ${url}`, change, ifMatch((await read()).version))).statusCode).toBe(
        200,
      )
    const since = new Date().toISOString()
    await save({ title: 'Int' })
    await save({ description: 'For the clinics' })
    await save({ title: 'Interpreters, spring' })
    const [line] = (await audit('kind=brief.changed&limit=1')).json().items
    expect(line).toMatchObject({
      savedInRow: { times: 3 },
      before: { title: before.title, description: before.description },
      after: { title: 'Interpreters, spring', description: 'For the clinics' },
    })
    expect(line.savedInRow.since >= since).toBe(true)
    expect(line.savedInRow.since <= line.at).toBe(true)
    expect(
      (await audit('limit=100')).json().items.filter(({ kind }: { kind: string }) => kind === 'brief.changed')[1]
        ?.savedInRow ?? null,
    ).toBe(null)
  })

  test('SPEC 11: a row that was going on at the end of the time asked for is told as far as it went', async () => {
    const url = `/briefs/${briefs.interpreters}` as const
    const save = async (title: string) => {
      const { version } = (await askInWorkspace('edith', `GET ${url}`)).json()
      expect((await askInWorkspace('edith', `PATCH ${url}`, { title }, ifMatch(version))).statusCode).toBe(200)
    }
    const from = encodeURIComponent(new Date().toISOString())
    await save('One')
    await save('Two')
    await new Promise((resolve) => setTimeout(resolve, 5))
    const until = new Date().toISOString()
    await new Promise((resolve) => setTimeout(resolve, 5))
    await save('Three')
    const { items } = (await audit(`kind=brief.changed&from=${from}&until=${encodeURIComponent(until)}`)).json()
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ text: 'Edith Lang changed the brief “Two”', savedInRow: { times: 2 } })
    const [rest] = (await audit(`kind=brief.changed&from=${encodeURIComponent(until)}`)).json().items
    expect(rest).toMatchObject({ before: { title: 'Two' }, after: { title: 'Three' }, savedInRow: null })
  })

  test('D5: solutions that came into a row and went out again are as they were', async () => {
    const url = `/briefs/${briefs.interpreters}` as const
    const ids = Object.values(await solutionIds())
    const save = async (chosen: string[]) => {
      const { version } = (await askInWorkspace('edith', `GET ${url}`)).json()
      expect(
        (await askInWorkspace('edith', `PATCH ${url}`, { solutionIds: chosen }, ifMatch(version))).statusCode,
      ).toBe(200)
    }
    await save([])
    await new Promise((resolve) => setTimeout(resolve, 5))
    const from = encodeURIComponent(new Date().toISOString())
    await save([ids[0]!])
    await save([ids[0]!, ids[1]!])
    await save([ids[1]!])
    const [line] = (await audit(`kind=brief.changed&from=${from}`)).json().items
    expect(line.after.added).toHaveLength(1)
    expect(line.before.removed).toBeUndefined()
  })

  test('SPEC 11: by delegation, also what was done under it', async () => {
    await askInWorkspace('pia', 'POST /shortlists', { title: 'Made by Pia' })
    const { id } = (await askInWorkspace('pia', 'POST /shortlists', { title: 'Also by Pia' })).json()
    await askInWorkspace('pia', `POST /shortlists/${id}/publish`, {})
    const told = await texts(`delegation=${delegations.pia}&kind=shortlist.published`)
    expect(told[0]).toBe('Pia Lindqvist published the shortlist “Also by Pia”')
    expect(await texts(`delegation=${delegations.max}&kind=shortlist.published`)).not.toContain(told[0])
  })

  test('SPEC 11: every kind of event of an organization can be chosen, each once', () => {
    const offered = auditKinds.flatMap(({ kinds }) => Object.keys(kinds))
    const ofOrganizations = Object.keys(sentences).filter((kind) => !/^(account|catalogue)[.]/.test(kind))
    expect(offered.toSorted()).toEqual(ofOrganizations.toSorted())
    for (const { all, kinds } of auditKinds)
      if (all) expect(Object.keys(kinds).every((kind) => kind.startsWith(`${all}.`))).toBe(true)
  })

  test('N1, D6: whoever answers for a solution is found by no address', async () => {
    await db()
      .insertInto('auditEvents')
      .values({
        orgId: (
          await db()
            .selectFrom('organizations')
            .select('id')
            .where('slug', '=', 'meridian-health')
            .executeTakeFirstOrThrow()
        ).id,
        kind: 'request.viewed',
        actorId: people.cara.id,
        actorAs: 'person',
        after: JSON.stringify({ title: 'A brief', solution: 'Crewline' }),
      })
      .execute()
    expect(await texts('kind=request.viewed&limit=1')).toEqual(['Crewline looked at the brief “A brief”'])
    expect(await texts(`kind=request.viewed&person=${people.cara.email}`)).toEqual([])
    expect(await texts(`kind=request.viewed&personId=${people.cara.id}`)).toEqual([])
  })

  test('P1: whose account is gone is called so, also where only an address was known', async () => {
    const { id } = (await ask('bea', 'POST', `${home}/delegations`, { email: people.stan.email })).json()
    await db()
      .updateTable('users')
      .set({ name: 'Deleted user', email: `deleted-${people.stan.id}@deleted.invalid`, deletedAt: new Date() })
      .where('id', '=', people.stan.id)
      .execute()
    expect(await texts(`delegation=${id}`)).toEqual(['Bea Okafor invited Deleted user'])
    const { items } = (await ask('bea', 'GET', `${home}/audit/people?id=${id}`)).json()
    expect(items).toMatchObject([{ email: '', isDeleted: true }])
  })

  test('P4: an address whose owner took it over, and who never had an account there, stays the address', async () => {
    const { id } = (await ask('bea', 'POST', `${home}/delegations`, { email: people.stan.email })).json()
    await db()
      .updateTable('users')
      .set({ name: '', email: `deleted-${people.stan.id}@deleted.invalid`, deletedAt: new Date() })
      .where('id', '=', people.stan.id)
      .execute()
    expect(await texts(`delegation=${id}`)).toEqual([`Bea Okafor invited ${people.stan.email}`])
  })

  test('ABUSE 46: the file is safe for spreadsheets, whatever people are called', async () => {
    await db().updateTable('users').set({ name: '=HYPERLINK("x")' }).where('id', '=', people.jonas.id).execute()
    const answer = await ask('bea', 'GET', `${home}/audit/export?person=${people.jonas.email}`)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="Audit of meridian-health.csv"',
    })
    expect(answer.body).toContain(`'=HYPERLINK`)
    expect(answer.body).not.toMatch(/(^|,)"?=HYPERLINK/m)
  })

  test('SPEC 11: what a partner did stands under their delegation, on the page and in the file', async () => {
    const { items } = (await audit(`delegation=${delegations.pia}&kind=brief`)).json()
    expect(items.length).toBeGreaterThan(0)
    for (const { delegationId } of items) expect(delegationId).toBe(delegations.pia)
    const { body } = await ask('bea', 'GET', `${home}/audit/export?delegation=${delegations.pia}&kind=brief`)
    const lines = body.trim().split('\r\n').slice(1)
    expect(lines.filter((line) => !line.includes(delegations.pia))).toEqual([])
  })

  test('SPEC 11: a file that does not hold everything says so in its last line', async () => {
    const file = async (query: string) =>
      (await ask('bea', 'GET', `${home}/audit/export?${query}`)).body.trim().split('\r\n')
    expect((await file('')).at(-1)).not.toContain('not in this file')
    await sql`
      insert into audit_events (org_id, kind, actor_as)
      select id, 'delegation.expired', 'system' from organizations, generate_series(1, 10001) where slug = 'meridian-health'`.execute(
      db(),
    )
    const lines = await file('kind=delegation.expired')
    expect(lines).toHaveLength(10_002)
    expect(lines.at(-1)).toContain('Older events are not in this file: it holds the newest 10,000.')
  })

  test('V1: the file holds nothing of drafts that the team has not seen', async () => {
    await askInWorkspace('pia', `PATCH /shortlists/${shortlists.locums}`, { title: 'A secret draft' })
    const { body } = await ask('bea', 'GET', `${home}/audit/export`)
    expect(body).not.toContain('A secret draft')
  })

  test.each([
    ['edith', 403],
    ['vic', 403],
    ['pia', 404],
    ['omar', 404],
    ['nora', 404],
    ['stan', 404],
  ] as const)('SPEC 11: %s reads neither page nor file: %i', async (person, status) => {
    for (const url of [`${home}/audit`, `${home}/audit/export`, `${home}/audit/people`])
      expect((await ask(person, 'GET', url)).statusCode).toBe(status)
  })
})

describe('SPEC 11: whom the audit can be asked about', () => {
  type Found = { id: string; email: string; name: string | null; isDeleted: boolean }
  const listed = async (query = 'limit=100'): Promise<Found[]> =>
    (await ask('bea', 'GET', `${home}/audit/people?${query}`)).json().items
  const mails = async (query?: string) => (await listed(query)).map(({ email }) => email)

  test('D6: members and partners by name, the invited by address, and nobody else', async () => {
    const all = await listed()
    const nameOf = (person: Person) => all.find(({ id }) => id === people[person].id)?.name
    expect(nameOf('bea')).toBe('Bea Okafor')
    expect(nameOf('pia')).toBe('Pia Lindqvist')
    expect(all.find(({ email }) => email === people.kim.email)?.name).toBe(null)
    for (const stranger of ['kim', 'nora', 'stan', 'ola'] as const) expect(nameOf(stranger)).toBeUndefined()
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  })

  test('D6: found by address, and by name where the name is shown', async () => {
    expect(await mails('search=lindq')).toEqual([people.pia.email])
    expect(await mails(`search=${people.kim.email}`)).toEqual([people.kim.email])
    await db().updateTable('users').set({ name: 'Kimberley Quill' }).where('id', '=', people.kim.id).execute()
    expect(await mails('search=quill')).toEqual([])
    expect(await mails('search=%25')).toEqual([])
    expect(await mails(`id=${people.pia.id}`)).toEqual([people.pia.email])
    expect(await mails(`id=${people.nora.id}`)).toEqual([])
  })

  test('SPEC 12: page by page', async () => {
    const first = (await ask('bea', 'GET', `${home}/audit/people?limit=2`)).json()
    const next = await mails(`limit=2&cursor=${first.nextCursor}`)
    expect([...first.items.map(({ email }: Found) => email), ...next]).toEqual((await mails()).slice(0, 4))
  })

  const inviteTo = async (noun: 'members' | 'delegations', email: string): Promise<string> =>
    (await ask('bea', 'POST', `${home}/${noun}`, { email, ...(noun === 'members' && { role: 'viewer' }) })).json().id
  const accept = (person: Person, id: string) => ask(person, 'POST', `/api/v1/invitations/${id}/accept`, {})
  async function move(person: Person, from: string, to: string) {
    await ask(person, 'POST', '/api/v1/me/proof', {})
    await ask(person, 'POST', '/api/v1/me/email', { email: to, otp: await newestSecret(from) })
    const answer = await ask(person, 'POST', '/api/v1/me/email/confirm', { otp: await newestSecret(to) })
    expect(answer.statusCode).toBe(200)
  }
  const told = async (email: string) => texts(`person=${email}`)
  const old = people.stan.email
  const taken = 'stan@moved.example'

  test.each(['members', 'delegations'] as const)(
    'D6: that two invited addresses are of one person is not told (%s)',
    async (noun) => {
      const to = noun === 'members' ? ' to the team' : ''
      await inviteTo(noun, old)
      await move('stan', old, taken)
      const id = await inviteTo(noun, taken)
      expect(await told(old)).toEqual([`Bea Okafor invited ${old}${to}`])
      expect(await told(taken)).toEqual([`Bea Okafor invited ${taken}${to}`])
      const found = (await listed()).filter(({ email }) => [old, taken].includes(email))
      expect(found.map(({ name }) => name)).toEqual([null, null])
      for (const { id: personId, email } of found)
        expect(await texts(`personId=${personId}`)).toEqual(await told(email))
      await accept('stan', id)
      expect(await told(old)).toEqual([`Bea Okafor invited ${old}${to}`])
      expect((await told(taken))[0]).toContain('Stan Fremd')
      expect(
        (await listed())
          .filter(({ email }) => [old, taken].includes(email))
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['Stan Fremd', null])
    },
  )

  test('D6: a partner who was, invited at another address, is that address until they accept', async () => {
    await ask('bea', 'POST', `${home}/delegations/${delegations.pia}/revoke`, {})
    await move('pia', people.pia.email, 'pia@moved.example')
    const id = await inviteTo('delegations', 'pia@moved.example')
    expect((await listed('search=pia@moved')).map(({ name }) => name)).toEqual([null])
    expect(await told('pia@moved.example')).toHaveLength(1)
    await ask('bea', 'POST', `${home}/delegations/${id}/cancel`)
    expect(await told('pia@moved.example')).toEqual([
      'Bea Okafor cancelled the invitation to pia@moved.example',
      'Bea Okafor invited pia@moved.example',
    ])
    expect((await told(people.pia.email)).join()).not.toContain('moved')
  })

  test('D6: what happened to an invitation to the team is told with its address, whoever its owner became', async () => {
    const first = await inviteTo('members', old)
    await sql`update mails set created_at = now() - interval '11 minutes' where address = ${old}`.execute(db())
    await ask('bea', 'POST', `${home}/members/${first}/resend`)
    await ask('bea', 'DELETE', `${home}/members/${first}`)
    const second = await inviteTo('members', old)
    await sql`update memberships set expires_at = now() where id = ${second}`.execute(db())
    await inviteTo('members', old)
    await move('stan', old, taken)
    await accept('stan', await inviteTo('members', taken))
    expect(await told(old)).toEqual([
      `Bea Okafor invited ${old} to the team`,
      `The invitation of ${old} to the team expired`,
      `Bea Okafor invited ${old} to the team`,
      `Bea Okafor cancelled the invitation of ${old} to the team`,
      `Bea Okafor sent the invitation to the team to ${old} again`,
      `Bea Okafor invited ${old} to the team`,
    ])
    expect(await told(taken)).toEqual(['Stan Fremd joined the team', `Bea Okafor invited ${taken} to the team`])
  })

  test('D6: whoever declines at one address is not found by what they are at another', async () => {
    const id = await inviteTo('delegations', old)
    await ask('stan', 'POST', `/api/v1/invitations/${id}/decline`, {})
    await move('stan', old, taken)
    await accept('stan', await inviteTo('members', taken))
    expect(await told(old)).toEqual([`${old} declined the invitation`, `Bea Okafor invited ${old}`])
    expect((await told(taken)).join()).not.toContain('declined')
  })
})
