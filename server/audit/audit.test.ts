import { describe, expect, test } from 'vitest'
import { ask as askInWorkspace, ifMatch } from '../../town/ask.ts'
import { briefs, db, delegations, type Person, people, serverOf, shortlists } from '../../town/town.ts'

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
    for (const url of [`${home}/audit`, `${home}/audit/export`])
      expect((await ask(person, 'GET', url)).statusCode).toBe(status)
  })
})
