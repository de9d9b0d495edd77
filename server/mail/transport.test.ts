import { type AddressInfo, createServer, type Socket } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import MailComposer from 'nodemailer/lib/mail-composer'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { everydayLetters } from './example-letters.ts'
import { renderLetter } from './letter.ts'
import { partnerLeft } from './letters.ts'
import { oneLine } from './plain.ts'
import { compose, type OutgoingMail, openTransport, PermanentMailError } from './transport.ts'

const from = 'no-reply@humancloud.example'
const plainMail: OutgoingMail = {
  to: 'rex.adeyemi@fairwork.example',
  subject: 'Your access to Meridian Health has ended',
  html: '<p>Words</p>',
  text: 'Words',
  messageId: '<delegation-0192f3a4@humancloud.example>',
}

const headerNames = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
  'x-auto-response-suppress',
]

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function transportTo(url: string, timeoutSeconds = 5) {
  const transport = openTransport(url, from, { timeoutSeconds })
  closers.push(transport.close)
  return transport
}

type Received = { from: string | false; recipients: string[]; raw: string }

/** A real server on a free port, that keeps what it takes. */
async function postOffice(options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onData: (stream, { envelope }, done) => {
      readAll(stream).then((raw) => {
        const recipients = envelope.rcptTo.map(({ address }) => address)
        received.push({ from: envelope.mailFrom ? envelope.mailFrom.address : false, recipients, raw })
        done()
      }, done)
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closers.push(() => new Promise<void>((closed) => server.close(closed)))
  return { received, host: `127.0.0.1:${(server.server.address() as AddressInfo).port}` }
}

describe('a mail that is sent', () => {
  test('goes to exactly the one stored address, from Human Cloud, with its subject and both parts', async () => {
    const { received, host } = await postOffice()
    const { subject, ...letter } = everydayLetters.invitation!
    await transportTo(`smtp://${host}`).send({ ...plainMail, subject, ...(await renderLetter(letter)) })

    expect(received).toMatchObject([{ from, recipients: ['rex.adeyemi@fairwork.example'] }])
    const mail = await simpleParser(received[0]!.raw)
    expect(mail.subject).toBe("You've been invited to manage Meridian Health's account on Human Cloud")
    expect(mail.from!.value).toEqual([{ name: 'Human Cloud', address: from }])
    expect(mail.to).toMatchObject({ value: [{ name: '', address: 'rex.adeyemi@fairwork.example' }] })
    expect([mail.html, mail.text].map((part) => String(part).includes('Accept Invitation'))).toEqual([true, true])
    expect(mail.attachments).toEqual([])
  })

  test('says that a machine wrote it, and keeps the Message-ID that it was given (ABUSE 33)', async () => {
    const { received, host } = await postOffice()
    const transport = transportTo(`smtp://${host}`)
    await transport.send(plainMail)
    await transport.send(plainMail)

    for (const { raw } of received) {
      const { headers, messageId } = await simpleParser(raw)
      expect(headers.get('auto-submitted')).toBe('auto-generated')
      expect(headers.get('x-auto-response-suppress')).toBe('All')
      expect(messageId).toBe(plainMail.messageId)
    }
    expect(received).toHaveLength(2)
  })

  test('keeps a letter with long lines and every script whole', async () => {
    const { received, host } = await postOffice()
    const words = `Łódź 株式会社 👩‍⚕️ ${'x'.repeat(2000)}\n.\n..`
    await transportTo(`smtp://${host}`).send({ ...plainMail, text: words, html: `<p>${words}</p>` })
    const mail = await simpleParser(received[0]!.raw)
    expect(mail.text?.trimEnd()).toBe(words)
  })
})

describe('more than one recipient cannot be written (ABUSE 15)', () => {
  test.each([
    'rex@a.example, eve@evil.example',
    'rex@a.example; eve@evil.example',
    'Rex <rex@a.example>',
    '"eve@evil.example x"@a.example',
    'rex@a.example\r\nRCPT TO:<eve@evil.example>',
    'rex@a.example\u2028eve@evil.example',
    'rex@a.example> SIZE=1 <eve@evil.example',
    'group:rex@a.example,eve@evil.example;',
    '=?utf-8?q?eve=40evil.example?=@a.example ',
    'rex@@a.example',
    'Rex@A.example',
    'ｒex@a.example',
    '',
  ])('%j is refused for good, before anything is sent', async (to) => {
    const { received, host } = await postOffice()
    await expect(transportTo(`smtp://${host}`).send({ ...plainMail, to })).rejects.toBeInstanceOf(PermanentMailError)
    expect(received).toEqual([])
  })
})

/** What breaks headers apart where a program is careless, between ordinary letters. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\n\n',
        '\r\n\r\n',
        '\u2028',
        '\u2029',
        '\u0085',
        '\0',
        '\v',
        '\f',
        '\u202e',
        '\u2066',
        '\ud800',
      ),
      fc.constantFrom(
        'Bcc: eve@evil.example',
        'To: eve@evil.example',
        'Content-Type: text/html',
        '\tfolded',
        ': ',
        '<',
        '>',
        ',',
        '"',
        '\\',
      ),
      fc.constantFrom('=?utf-8?Q?=0D=0ABcc:_eve@evil.example?=', '=?', '?=', '%0d%0a', 'é', '株', '👩‍⚕️'),
      fc.string({ maxLength: 12, unit: 'binary' }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('names bring no header of their own (ABUSE 27)', () => {
  test('in 10,000 composed messages the headers are always the same', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(nasty, nasty, (name, messageId) => {
        const { subject } = partnerLeft({ organization: { name, slug: 'meridian' }, partner: name, url: '' })
        for (const line of [subject, `About ${name}`]) {
          const message = new MailComposer(compose(from, { ...plainMail, subject: line, messageId })).compile()
          expect(namesOf(message.buildHeaders())).toEqual(headerNames)
        }
      }),
      { numRuns: 5000 },
    )
  })

  test('50 of them over a real server reach one recipient, with the same headers and the words on one line', async () => {
    const { received, host } = await postOffice()
    const transport = transportTo(`smtp://${host}`)
    const names = fc.sample(nasty, 50)
    for (const name of names) {
      const { subject } = partnerLeft({ organization: { name, slug: 'meridian' }, partner: name, url: '' })
      await transport.send({ ...plainMail, subject, text: `Words ${name}` })
      const mail = received.at(-1)!
      expect(mail.recipients).toEqual([plainMail.to])
      expect(namesOf(mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n')))).toEqual(headerNames)
      expect((await simpleParser(mail.raw)).subject).toBe(oneLine(subject))
    }
    expect(received).toHaveLength(50)
  })
})

const namesOf = (headers: string) =>
  headers
    .replace(/\r\n[ \t]+/g, ' ')
    .split(/\r\n|\r|\n/)
    .map((line) => line.slice(0, Math.max(line.indexOf(':'), 0)).toLowerCase())
    .sort()

const refusal = (responseCode: number) => Object.assign(new Error('Refused'), { responseCode })

const refusing = {
  connection: (code: number): SMTPServerOptions => ({ onConnect: (_session, done) => done(refusal(code)) }),
  sender: (code: number): SMTPServerOptions => ({ onMailFrom: (_address, _session, done) => done(refusal(code)) }),
  recipient: (code: number): SMTPServerOptions => ({ onRcptTo: (_address, _session, done) => done(refusal(code)) }),
  message: (code: number): SMTPServerOptions => ({
    onData: (stream, _session, done) => {
      stream.resume().on('end', () => done(refusal(code)))
    },
  }),
  login: (code: number): SMTPServerOptions => ({
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(refusal(code)),
  }),
}

describe('what the server answers decides whether to try again (R3)', () => {
  test.each([
    ['connection', 421, 'later'],
    ['connection', 554, 'later'],
    ['sender', 421, 'later'],
    ['sender', 451, 'later'],
    ['sender', 530, 'later'],
    ['sender', 550, 'never'],
    ['recipient', 421, 'later'],
    ['recipient', 450, 'later'],
    ['recipient', 451, 'later'],
    ['recipient', 550, 'never'],
    ['recipient', 553, 'never'],
    ['message', 421, 'later'],
    ['message', 451, 'later'],
    ['message', 503, 'later'],
    ['message', 550, 'never'],
    ['message', 554, 'never'],
    ['login', 454, 'later'],
    ['login', 535, 'later'],
  ] as const)('%s refused with %i: %s', async (stage, code, when) => {
    const { host } = await postOffice(refusing[stage](code))
    const login = stage === 'login' ? 'user:secret@' : ''
    expect(await outcome(transportTo(`smtp://${login}${host}`))).toBe(when)
  })

  test('after a refusal the next mail goes out', async () => {
    let refusals = 1
    const { received, host } = await postOffice({
      onRcptTo: (_address, _session, done) => done(refusals-- > 0 ? refusal(451) : null),
    })
    const transport = transportTo(`smtp://${host}`)
    expect(await outcome(transport)).toBe('later')
    expect(await outcome(transport)).toBe('sent')
    expect(received).toHaveLength(1)
  })

  test('nobody listens: later', async () => {
    expect(await outcome(transportTo('smtp://127.0.0.1:1'))).toBe('later')
  })

  test('a host that does not exist: later', async () => {
    expect(await outcome(transportTo('smtp://no-such-host.invalid'))).toBe('later')
  })

  test('encryption demanded where the server has none: later', async () => {
    const { host } = await postOffice()
    expect(await outcome(transportTo(`smtp://${host}?requireTLS=true`))).toBe('later')
    expect(await outcome(transportTo(`smtps://${host}`))).toBe('later')
  })
})

/** A server that follows the dialogue up to one command, or into the message itself, and from there misbehaves. */
async function brokenServer(misbehave: (socket: Socket) => void, at: string): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    if (at === 'greeting') return misbehave(socket)
    let next = 'command'
    socket.write('220 ready\r\n')
    socket.on('data', (chunk) => {
      if (next === 'nothing') return
      const command = next === 'message' ? 'message' : String(chunk)
      next = command.startsWith(at) ? 'nothing' : command.startsWith('DATA') ? 'message' : 'command'
      if (next === 'nothing') misbehave(socket)
      else socket.write(next === 'message' ? '354 go on\r\n' : '250 fine\r\n')
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const phases = ['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'message']

describe.each(phases)('a server that fails at %s', (phase) => {
  test('by dropping the connection: later', async () => {
    expect(await outcome(transportTo(await brokenServer((socket) => socket.destroy(), phase)))).toBe('later')
  })

  test('by silence: later, and soon', async () => {
    const transport = transportTo(await brokenServer(() => {}, phase), 0.2)
    expect(await outcome(transport)).toBe('later')
  })

  test('by never ending its answer: later, and soon', async () => {
    const trickle = (socket: Socket) => {
      const timer = setInterval(() => socket.write('250-and\r\n'), 50)
      socket.on('close', () => clearInterval(timer))
    }
    const transport = transportTo(await brokenServer(trickle, phase), 0.2)
    expect(await outcome(transport)).toBe('later')
  })
})

/** What became of a mail, which must be known within two seconds. */
async function outcome({ send }: ReturnType<typeof openTransport>): Promise<'sent' | 'never' | 'later'> {
  const began = performance.now()
  const became = await send(plainMail).then(
    () => 'sent' as const,
    (error) => (error instanceof PermanentMailError ? 'never' : 'later'),
  )
  expect(performance.now() - began).toBeLessThan(2000)
  return became
}
