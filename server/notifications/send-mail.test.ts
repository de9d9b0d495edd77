import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  briefs,
  db,
  dumpOf,
  mailsTo,
  newestSecret,
  organizations,
  type Person,
  people,
  serverOf,
  settings,
  delegations as town,
} from '../../town/town.ts'
import { remindExpiring } from '../delegations/reminders.ts'
import { record } from '../events/record.ts'
import { type OutgoingMail, openTransport, PermanentMailError } from '../mail/transport.ts'
import { sendMail } from './send-mail.ts'

const meridian = '/api/v1/organizations/meridian-health/delegations'
const browserOf = (person: Person | 'nobody') => serverOf(db()).browserOf(person)
type Browser = Awaited<ReturnType<typeof browserOf>>
const post = (browser: Browser, url: string, body?: unknown) => browser({ method: 'POST', url, body })
const mailRow = (id: string) => db().selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const newestMail = async (address: string) => (await mailsTo(address)).at(-1)!

/** The outer world: a mail server that keeps what it got, or does what it is told to. */
function recordingTransport(answer: () => Promise<void> | void = () => {}) {
  const sent: OutgoingMail[] = []
  return {
    sent,
    close() {},
    async send(mail: OutgoingMail) {
      await answer()
      sent.push(mail)
    },
  }
}
const send = async (mailId: string, transport = recordingTransport(), isLastTry = false) => {
  await sendMail({ db: db(), settings, transport }, mailId, isLastTry)
  return transport.sent
}

async function invited(email = 'ann@mail.example', more = {}) {
  const answer = await post(await browserOf('bea'), meridian, { email, ...more })
  return { id: answer.json().id as string, mail: await newestMail(email.trim().toLowerCase()) }
}

describe('I1: the invitation mail', () => {
  test('I1: to the one stored address, with the exact subject, and a link that works', async () => {
    const { id, mail } = await invited(' Ann@MAIL.example', {
      permissions: ['briefs'],
      message: 'Please begin\nwith nights.',
    })
    const token = await newestSecret('ann@mail.example')
    const [letter, ...others] = await send(mail.id)
    expect(others).toEqual([])
    expect(letter).toMatchObject({
      to: 'ann@mail.example',
      subject: "You've been invited to manage Meridian Health's account on Human Cloud",
      messageId: `<${mail.id}@localhost>`,
    })
    const link = `http://localhost/invitations/${id}#${token}`
    for (const part of [letter!.html, letter!.text]) {
      expect(part).toContain(link)
      expect(part).toContain('Accept Invitation')
      expect(part).toContain('Bea Okafor')
      expect(part).toContain('Briefs')
      expect(part).not.toContain('Shortlists')
      expect(part).toContain('with nights.')
    }
    const claimed = await post(await browserOf('nobody'), `/api/v1/invitations/${id}/claim`, { token, name: 'Ann' })
    expect(claimed.statusCode).toBe(200)
  })

  test('D6: the state is shown to the admins: queued, then sent', async () => {
    const { id, mail } = await invited()
    const state = async () => (await (await browserOf('bea'))({ url: `${meridian}/${id}` })).json().mailState
    expect(await state()).toBe('queued')
    await send(mail.id)
    expect(await state()).toBe('sent')
  })

  test('I2: the sealed secret is wiped as soon as the mail is sent, and the mail is sent once', async () => {
    const { mail } = await invited()
    expect(mail.sealed).not.toBeNull()
    await send(mail.id)
    expect(await mailRow(mail.id)).toMatchObject({ state: 'sent', sealed: null, problem: null })
    expect((await mailRow(mail.id)).settledAt).not.toBeNull()
    expect(await send(mail.id)).toEqual([])
  })

  test('I2: a secret is bound to its mail: moved to another row it does not open', async () => {
    const { mail } = await invited()
    const other = (await invited('ben@mail.example')).mail
    await db().updateTable('mails').set({ sealed: mail.sealed }).where('id', '=', other.id).execute()
    const transport = recordingTransport()
    await expect(sendMail({ db: db(), settings, transport }, other.id, false)).rejects.toThrow()
    expect(transport.sent).toEqual([])
  })
})

describe('G4, ABUSE 31: what is not due any more when it runs is withdrawn', () => {
  const ends: [string, (id: string) => Promise<unknown>][] = [
    ['revoke', async (id) => post(await browserOf('bea'), `${meridian}/${id}/revoke`)],
    ['cancel', async (id) => post(await browserOf('bea'), `${meridian}/${id}/cancel`)],
    ['accept', async (id) => post(await browserOf('stan'), `/api/v1/invitations/${id}/accept`)],
    ['decline', async (id) => post(await browserOf('stan'), `/api/v1/invitations/${id}/decline`)],
    ['expiry', async (id) => sql`update delegations set expires_at = now() where id = ${id}`.execute(db())],
  ]
  test.each(ends)('G4: an invitation mail after %s', async (_, end) => {
    const { id, mail } = await invited(people.stan.email)
    await end(id)
    expect(await send(mail.id)).toEqual([])
    expect(await mailRow(mail.id)).toMatchObject({ state: 'withdrawn', sealed: null })
    expect((await (await browserOf('bea'))({ url: `${meridian}/${id}` })).json().mailState).toBe('withdrawn')
  })

  test('D9, G4: after a resend only the newest mail goes out', async () => {
    const { id, mail } = await invited()
    await sql`update mails set created_at = created_at - interval '1 hour'`.execute(db())
    await post(await browserOf('bea'), `${meridian}/${id}/resend`)
    const newer = await newestMail('ann@mail.example')
    expect(await send(mail.id)).toEqual([])
    expect((await mailRow(mail.id)).state).toBe('withdrawn')
    expect(await send(newer.id)).toHaveLength(1)
  })

  test('G4: news of a change only to who still has the access', async () => {
    const bea = await browserOf('bea')
    await bea({ method: 'PATCH', url: `${meridian}/${town.pia}`, body: { permissions: ['notes'] } })
    const changed = await newestMail(people.pia.email)
    await post(bea, `${meridian}/${town.pia}/revoke`)
    const revoked = (await mailsTo(people.pia.email)).find(({ kind }) => kind === 'delegation.revoked')!
    expect(await send(changed.id)).toEqual([])
    expect(await send(revoked.id)).toHaveLength(1)
  })

  test('G4: news for admins only to who still is one', async () => {
    const { id } = await invited(people.stan.email)
    await post(await browserOf('stan'), `/api/v1/invitations/${id}/accept`)
    const [beas, jonass] = [await newestMail(people.bea.email), await newestMail(people.jonas.email)]
    await db().updateTable('memberships').set({ role: 'editor' }).where('userId', '=', people.jonas.id).execute()
    expect((await send(beas.id))[0]).toMatchObject({
      to: people.bea.email,
      subject: 'Stan Fremd has accepted your invitation',
    })
    expect(await send(jonass.id)).toEqual([])
    await db()
      .updateTable('memberships')
      .set({ role: 'admin', status: 'removed' })
      .where('userId', '=', people.jonas.id)
      .execute()
    await db().updateTable('mails').set({ state: 'queued' }).where('id', '=', jonass.id).execute()
    expect(await send(jonass.id)).toEqual([])
  })

  test('SPEC 5, G4: news of an answer not to a viewer, where the organization keeps quotes from them', async () => {
    await record({ db: db() }, 'response.received', {
      orgId: organizations.meridian.id,
      workId: briefs.interpreters,
      facts: { title: 'Interpreters', solution: 'Crewline' },
    })
    await db().updateTable('memberships').set({ role: 'viewer' }).where('userId', '=', people.edith.id).execute()
    await sql`update briefs set published_at = now() where id = ${briefs.interpreters}`.execute(db())
    await sql`update organizations set viewers_see_quotes = false where id = ${organizations.meridian.id}`.execute(db())
    expect(await send((await newestMail(people.edith.email)).id)).toEqual([])
    expect(await send((await newestMail(people.bea.email)).id)).toHaveLength(1)
  })

  test('P3: a code is not mailed when it would be useless on arrival', async () => {
    await post(await browserOf('nobody'), '/api/auth/email-otp/send-verification-otp', { email: 'ann@mail.example' })
    const mail = await newestMail('ann@mail.example')
    await sql`update mails set created_at = now() - interval '16 minutes' where id = ${mail.id}`.execute(db())
    expect(await send(mail.id)).toEqual([])
    expect(await mailRow(mail.id)).toMatchObject({ state: 'withdrawn', sealed: null })
  })

  test('An unknown mail is no error: there is nothing to send', async () => {
    expect(await send('01900000-0000-7000-8001-00000000ffff')).toEqual([])
  })
})

describe('Mail that cannot be sent', () => {
  test('R3: a temporary failure is thrown, so that the queue tries again; the mail stays queued with its secret', async () => {
    const { mail } = await invited()
    const transport = recordingTransport(() => Promise.reject(new Error('451 try later')))
    await expect(sendMail({ db: db(), settings, transport }, mail.id, false)).rejects.toThrow('451')
    expect(await mailRow(mail.id)).toMatchObject({ state: 'queued', problem: null, settledAt: null })
    expect((await mailRow(mail.id)).sealed).not.toBeNull()
    expect(await send(mail.id)).toHaveLength(1)
  })

  test('D6, I8: a permanent failure is seen by the admins, and the secret is wiped', async () => {
    const { id, mail } = await invited()
    const transport = recordingTransport(() => Promise.reject(new PermanentMailError('550 no such mailbox')))
    await sendMail({ db: db(), settings, transport }, mail.id, false)
    expect(await mailRow(mail.id)).toMatchObject({ state: 'failed', problem: '550 no such mailbox', sealed: null })
    expect((await (await browserOf('bea'))({ url: `${meridian}/${id}` })).json().mailState).toBe('failed')
  })

  test('D6, I8: the last try that fails is a failure, whatever the reason', async () => {
    const { mail } = await invited()
    const transport = recordingTransport(() => Promise.reject(new Error('421 busy')))
    await sendMail({ db: db(), settings, transport }, mail.id, true)
    expect(await mailRow(mail.id)).toMatchObject({ state: 'failed', problem: '421 busy', sealed: null })
  })

  test('W5: after a failure the mail can be sent again, and the state follows the newest one', async () => {
    const { id, mail } = await invited()
    const transport = recordingTransport(() => Promise.reject(new PermanentMailError('550')))
    await sendMail({ db: db(), settings, transport }, mail.id, false)
    await sql`update mails set created_at = created_at - interval '1 hour'`.execute(db())
    const resent = await post(await browserOf('bea'), `${meridian}/${id}/resend`)
    expect(resent.json().mailState).toBe('queued')
    expect(await send((await newestMail('ann@mail.example')).id)).toHaveLength(1)
  })

  test('I2: no problem that is written down carries the secret', async () => {
    const { mail } = await invited()
    const token = await newestSecret('ann@mail.example')
    const transport = recordingTransport(() => Promise.reject(new PermanentMailError('x'.repeat(2000))))
    await sendMail({ db: db(), settings, transport }, mail.id, false)
    expect((await mailRow(mail.id)).problem).toHaveLength(500)
    expect(JSON.stringify(await dumpOf())).not.toContain(token)
  })
})

describe('Every kind of mail that the product queues can be written and sent', () => {
  test('SPEC 10: all of them, each to its reader', async () => {
    const [bea, stan, pia, nobody] = [
      await browserOf('bea'),
      await browserOf('stan'),
      await browserOf('pia'),
      await browserOf('nobody'),
    ]
    await post(nobody, '/api/auth/email-otp/send-verification-otp', { email: 'ann@mail.example' })
    for (const email of ['unknown@mail.example', people.stan.email])
      await post(nobody, '/api/auth/email-otp/send-verification-otp', { email, type: 'forget-password' })
    await post(stan, '/api/v1/me/proof')
    const otp = await newestSecret(people.stan.email)
    await post(stan, '/api/v1/me/password', { newPassword: 'correct horse battery staple', otp })
    const { id } = await invited(people.stan.email)
    await post(stan, `/api/v1/invitations/${id}/accept`)
    await bea({ method: 'PATCH', url: `${meridian}/${id}`, body: { permissions: ['notes'] } })
    await stan({ method: 'DELETE', url: `/api/v1/partnerships/${id}` })
    const second = await invited(people.stan.email)
    await post(stan, `/api/v1/invitations/${second.id}/decline`, { note: 'No' })
    await invited(people.stan.email)
    await sql`update mails set created_at = created_at - interval '12 minutes' where kind = 'delegation.invited'`.execute(
      db(),
    )
    await post(bea, `${meridian}/${town.rex}/resend`)
    await sql`update delegations set expires_at = now() + interval '1 day' where id = ${town.sam}`.execute(db())
    await remindExpiring({ db: db() })
    await post(bea, `${meridian}/${town.pia}/revoke`, { reason: 'Budget' })
    expect((await pia({ url: '/api/v1/workspaces/meridian-health' })).statusCode).toBe(404)

    const queued = await db().selectFrom('mails').selectAll().where('state', '=', 'queued').execute()
    const transport = recordingTransport()
    for (const mail of queued) await sendMail({ db: db(), settings, transport }, mail.id, false)
    const subjects = new Map(transport.sent.map(({ to, subject }) => [subject, to]))
    expect(Object.fromEntries(subjects)).toMatchObject({
      'Your sign-in code for Human Cloud': 'ann@mail.example',
      'There is no account for your address': 'unknown@mail.example',
      'Your code to set a new password': people.stan.email,
      'Your password was changed': people.stan.email,
      'stan@elsewhere.example has declined your invitation': expect.stringMatching(/bea|jonas/),
      'Stan Fremd has left Meridian Health': expect.stringMatching(/bea|jonas/),
      'Your invitation from Meridian Health expires soon': people.sam.email,
      'Your access to Meridian Health has ended': people.pia.email,
    })
    const left = await db()
      .selectFrom('mails')
      .select(['kind', 'state'])
      .where('state', 'in', ['queued', 'failed'])
      .execute()
    expect(left).toEqual([{ kind: 'delegation.invited', state: 'failed' }])
    for (const { html, text } of transport.sent) {
      expect(html).toContain('Human Cloud')
      expect(`${html}${text}`).not.toMatch(/undefined|\[object|Invalid Date|null/)
    }
  })
})

describe('Over a real mail server', () => {
  const received: { recipients: string[]; raw: string }[] = []
  let smtp: SMTPServer
  let url: string
  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: ({ address }, _, answer) =>
        answer(address.startsWith('gone') ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null),
      onData(stream, session, done) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          received.push({
            recipients: session.envelope.rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString(),
          })
          done()
        })
      },
    })
    smtp.listen(0, '127.0.0.1')
    await once(smtp.server, 'listening')
    url = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise<void>((done) => smtp.close(() => done())))

  test('I1, I2, ABUSE 15: from the invitation to the mailbox to the workspace, exactly one recipient', async () => {
    const { id, mail } = await invited('ann@mail.example', { message: 'Hi Ann' })
    const transport = openTransport(url, 'no-reply@humancloud.example')
    await sendMail({ db: db(), settings, transport }, mail.id, false)
    transport.close()
    expect(received.map(({ recipients }) => recipients)).toEqual([['ann@mail.example']])
    const parsed: ParsedMail = await simpleParser(received[0]!.raw)
    expect(parsed.subject).toBe("You've been invited to manage Meridian Health's account on Human Cloud")
    expect(parsed.from!.value).toEqual([{ name: 'Human Cloud', address: 'no-reply@humancloud.example' }])
    expect(parsed.messageId).toBe(`<${mail.id}@localhost>`)
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
    const link = /http:\/\/localhost\/invitations\/([\w-]+)#([\w-]+)/.exec(parsed.text!)!
    expect(link[1]).toBe(id)
    expect(parsed.html).toContain(link[0])
    const ann = await browserOf('nobody')
    const page = await ann({
      url: `/api/v1/invitations/${link[1]}`,
      headers: { authorization: `Invitation ${link[2]}` },
    })
    expect(page.json()).toMatchObject({ viewer: 'claim', state: 'pending', message: 'Hi Ann' })
    await post(ann, `/api/v1/invitations/${link[1]}/claim`, { token: link[2], name: 'Ann Lee' })
    expect((await ann({ url: '/api/v1/workspaces/meridian-health' })).json()).toMatchObject({ as: 'partner' })
  })

  test('I8: a mailbox that does not exist is a visible failure', async () => {
    const { id, mail } = await invited('gone@mail.example')
    const transport = openTransport(url, 'no-reply@humancloud.example')
    await sendMail({ db: db(), settings, transport }, mail.id, false)
    transport.close()
    expect((await (await browserOf('bea'))({ url: `${meridian}/${id}` })).json().mailState).toBe('failed')
  })
})
