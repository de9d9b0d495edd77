import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import nodemailer from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { newsKinds } from '../../shared/notifications.ts'
import { db, organizations, type Person, people, serverOf, settings, delegations as town } from '../../town/town.ts'
import { announcements, type EventKind } from '../events/announcements.ts'
import { record } from '../events/record.ts'
import { compose, type OutgoingMail } from '../mail/transport.ts'
import { openSecrets } from '../secrets/secrets.ts'
import { gatherMails } from './gather.ts'
import { sendMail } from './send-mail.ts'
import { letterOf, unsubscribeUrl } from './unsubscribe-link.ts'

const orgId = organizations.meridian.id
const nobody = () => serverOf(db()).browserOf('nobody')

async function sent(letterId: string): Promise<OutgoingMail> {
  const mails: OutgoingMail[] = []
  const transport = { close() {}, send: async (mail: OutgoingMail) => void mails.push(mail) }
  await sendMail({ db: db(), settings, transport }, letterId, true)
  return mails[0]!
}

/** A letter to Jonas that somebody accepted, and the token of its link. */
async function letter() {
  await record({ db: db() }, 'delegation.accepted', { orgId, facts: { partner: 'Kim' } })
  const mail = await newest('jonas')
  const { unsubscribeUrl: url = '', ...rest } = await sent(mail.id)
  return { ...rest, id: mail.id, url, token: url.split('/').at(-1)! }
}
const newest = (person: Person) =>
  db()
    .selectFrom('mails')
    .selectAll()
    .where('userId', '=', people[person].id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()

const choices = async () =>
  (await db().selectFrom('notificationPreferences').selectAll().execute()).map(({ userId, news, app, mail }) => ({
    userId,
    news,
    app,
    mail,
  }))
const jonasIsOff = [{ userId: people.jonas.id, news: 'invitationAnswered', app: null, mail: false }]

describe('ABUSE 32: one click switches one kind of mail off', () => {
  test('RFC 8058: the header, the foot of the letter, and the page lead to one address, which says nothing', async () => {
    const { url, token, html, text, id } = await letter()
    expect(url).toBe(`http://localhost/unsubscribe/${token}`)
    for (const part of [html, text]) expect(part).toContain(url)
    expect(token.startsWith(`${id}.`)).toBe(true)
    expect(token).not.toMatch(/jonas|accepted|invitation/i)
  })

  test('ABUSE 32: looking shows what it would do, without a session, and changes nothing', async () => {
    const { token } = await letter()
    const answer = await (await nobody())({ url: `/api/v1/unsubscriptions/${token}` })
    expect(answer.json()).toEqual({
      address: 'j***@meridian.example',
      kinds: [{ kind: 'invitationAnswered', label: newsKinds.invitationAnswered.label }],
      isOff: false,
    })
    expect((await (await nobody())({ url: `/unsubscribe/${token}` })).statusCode).not.toBe(500)
    expect(await choices()).toEqual([])
  })

  test('ABUSE 32: the button of the page does it, for this kind by mail and nothing else; a second click is no harm', async () => {
    const { token } = await letter()
    const browser = await nobody()
    for (let click = 0; click < 2; click++) {
      const answer = await browser({ method: 'POST', url: `/api/v1/unsubscriptions/${token}`, body: {} })
      expect(answer.json()).toMatchObject({ isOff: true })
    }
    expect(await choices()).toEqual(jonasIsOff)
    await record({ db: db() }, 'delegation.accepted', { orgId, facts: { partner: 'Stan' } })
    expect((await newest('jonas')).facts).toMatchObject({ partner: 'Kim' })
  })

  test.each([
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    ],
  ])('RFC 8058: mail programs do it with a form from no page, sent as %s', async (type, body) => {
    const { token } = await letter()
    const headers = { 'content-type': type, origin: undefined }
    const answer = await (await nobody())({ method: 'POST', url: `/unsubscribe/${token}`, body, headers })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(await choices()).toEqual(jonasIsOff)
  })

  test('ABUSE 48: no other door takes forms, or changes without a page of ours', async () => {
    const { token } = await letter()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: undefined }
    const url = `/api/v1/unsubscriptions/${token}`
    const answer = await (await nobody())({ method: 'POST', url, body: 'List-Unsubscribe=One-Click', headers })
    expect(answer.statusCode).toBe(403)
    expect(await choices()).toEqual([])
  })

  const spoiled: [string, (token: string, other: string) => string][] = [
    ['of another letter, with this proof', (token, other) => `${other.split('.')[0]}.${token.split('.')[1]}`],
    ['with its last sign altered', (token) => token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')],
    ['cut short', (token) => token.slice(0, -1)],
    ['without a proof', (token) => token.split('.')[0]!],
    ['with an empty proof', (token) => `${token.split('.')[0]}.`],
    ['in capitals', (token) => token.toUpperCase()],
    ['with something behind it', (token) => `${token}x`],
    [
      'made with another secret',
      (token) =>
        unsubscribeUrl(token.split('.')[0]!, { ...settings, secrets: openSecrets('x'.repeat(40)) })
          .split('/')
          .at(-1)!,
    ],
    [
      'of a mail that does not exist',
      () => unsubscribeUrl('01900000-0000-7000-8001-00000000ffff', settings).split('/').at(-1)!,
    ],
  ]
  test.each(spoiled)('ABUSE 32: a link %s is not found, and changes nothing', async (_, spoil) => {
    const { token } = await letter()
    await record({ db: db() }, 'delegation.accepted', { orgId, facts: { partner: 'Stan' } })
    const forged = spoil(token, (await newest('bea')).id)
    const browser = await nobody()
    const answers = [
      await browser({ url: `/api/v1/unsubscriptions/${forged}` }),
      await browser({ method: 'POST', url: `/api/v1/unsubscriptions/${forged}`, body: {} }),
      await browser({
        method: 'POST',
        url: `/unsubscribe/${forged}`,
        body: 'x=y',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    ]
    for (const { statusCode, json } of answers) {
      expect(statusCode).toBe(404)
      expect(json()).toMatchObject({ code: 'not_found' })
    }
    expect(await choices()).toEqual([])
  })

  test('ABUSE 32: whoever is signed in as somebody else switches nothing of their own', async () => {
    const { token } = await letter()
    const nora = await serverOf(db()).browserOf('nora')
    await nora({ method: 'POST', url: `/api/v1/unsubscriptions/${token}`, body: {} })
    expect(await choices()).toEqual(jonasIsOff)
  })

  test('SPEC 10: of a letter with several kinds, all that it held', async () => {
    await sql`insert into mail_habits (user_id, mode) values (${people.jonas.id}, 'bundled')`.execute(db())
    await record({ db: db() }, 'delegation.accepted', { orgId, facts: { partner: 'Kim' } })
    const { id } = await newest('jonas')
    await record({ db: db() }, 'delegation.left', { orgId, facts: { partner: 'Stan' } })
    await sql`update mails set waits_until = now() where waits_until is not null`.execute(db())
    await gatherMails({ db: db() })
    const { unsubscribeUrl: url } = await sent(id)
    await (await nobody())({ method: 'POST', url: `/api/v1/unsubscriptions/${url!.split('/').at(-1)}`, body: {} })
    expect((await choices()).map(({ news }) => news).sort()).toEqual(['invitationAnswered', 'partnerLeft'])
  })

  test('G4: of a letter with several kinds, not what did not go out in it', async () => {
    await record({ db: db() }, 'delegation.accepted', { orgId, facts: { partner: 'Kim' } })
    const { id } = await newest('jonas')
    await sql`insert into mails (user_id, address, org_id, kind, facts, letter_id, state, settled_at)
      values (${people.jonas.id}, ${people.jonas.email}, ${orgId}, 'response.received', '{}', ${id}, 'withdrawn', now())`.execute(
      db(),
    )
    const { unsubscribeUrl: url } = await sent(id)
    await (await nobody())({ method: 'POST', url: `/api/v1/unsubscriptions/${url!.split('/').at(-1)}`, body: {} })
    expect(await choices()).toEqual(jonasIsOff)
  })
})

describe('ABUSE 32: what ● marks has no such link', () => {
  const always = Object.entries(announcements).filter(([, { news }]) => newsKinds[news].mail === 'always')
  test.each(always.map(([kind]) => [kind as EventKind]))(
    'ABUSE 32: %s cannot be switched off, even with a link that is whole',
    async (kind) => {
      await sql`insert into mails (user_id, address, org_id, kind, facts, state, settled_at)
      values (${people.pia.id}, ${people.pia.email}, ${orgId}, ${kind}, '{}', 'sent', now())`.execute(db())
      const token = unsubscribeUrl((await newest('pia')).id, settings)
        .split('/')
        .at(-1)
      const answer = await (await nobody())({ method: 'POST', url: `/api/v1/unsubscriptions/${token}`, body: {} })
      expect(answer.statusCode).toBe(404)
      expect(await choices()).toEqual([])
    },
  )

  test('D11: the notice of a revoke carries none', async () => {
    await (await serverOf(db()).browserOf('bea'))({
      method: 'POST',
      url: `/api/v1/organizations/meridian-health/delegations/${town.pia}/revoke`,
    })
    const mail = await sent((await newest('pia')).id)
    expect(mail.unsubscribeUrl).toBeUndefined()
    expect(`${mail.html}${mail.text}`).not.toContain('unsubscribe')
  })
})

describe('On the wire', () => {
  const raw = async (mail: OutgoingMail) => {
    const transporter = nodemailer.createTransport({ streamTransport: true, buffer: true })
    const { message } = await transporter.sendMail(compose('no-reply@humancloud.example', mail))
    return simpleParser(message as Buffer)
  }
  const plain = { to: 'a@b.example', subject: 'S', html: '<p>x</p>', text: 'x', messageId: '<1@localhost>' }

  test('RFC 8058, ABUSE 33: one-click headers where a mail can be switched off, and always that no human wrote it', async () => {
    const { id: _, token: __, url, ...mail } = await letter()
    const { headerLines, headers } = await raw({ ...mail, unsubscribeUrl: url })
    const lines = Object.fromEntries(headerLines.map(({ key, line }) => [key, line.replace(/\r?\n\s+/g, ' ')]))
    expect(lines['list-unsubscribe']).toBe(`List-Unsubscribe: <${url}>`)
    expect(lines['list-unsubscribe-post']).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(headers.get('auto-submitted')).toBe('auto-generated')
  })

  test('ABUSE 33: a mail that cannot be switched off has neither of them', async () => {
    const { headerLines, headers } = await raw(plain)
    expect(headerLines.map(({ key }) => key).filter((key) => key.startsWith('list-'))).toEqual([])
    expect(headers.get('auto-submitted')).toBe('auto-generated')
  })
})

test('ABUSE 32: only a link that we made for this very letter names it', () => {
  const id = '01900000-0000-7000-8001-00000000abcd'
  expect(letterOf(unsubscribeUrl(id, settings).split('/').at(-1)!, settings)).toBe(id)
  expect(letterOf('', settings)).toBeNull()
})
