import { simpleParser } from 'mailparser'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import { grants } from '../../shared/permissions.ts'
import { everydayLetters, exampleAddress, exampleLetters, exampleUrl } from './example-letters.ts'
import { renderLetter } from './letter.ts'
import * as letters from './letters.ts'

const everyday = Object.entries(everydayLetters)
const meridian = { name: 'Meridian Health', slug: 'meridian-health' }

describe('the invitation (SPEC I1)', () => {
  const mail = everydayLetters.invitation!

  test('has exactly the promised subject and button', () => {
    expect(mail.subject).toBe("You've been invited to manage Meridian Health's account on Human Cloud")
    expect(mail.button).toEqual({ label: 'Accept Invitation', url: exampleUrl })
  })

  test('says who invites, where, to what, with which words, until when, and whom it was meant for', async () => {
    const { html, text } = await renderLetter(mail)
    const facts = [
      'Meridian Health',
      'Bea Okafor',
      'Hi Rex, as discussed: please build a first shortlist for the winter night shifts.',
      'Saturday 5 December 2026, 16:20 UTC',
      exampleAddress,
      ...Object.values(grants).flatMap(({ label, allows }) => [label, allows]),
    ]
    for (const fact of facts) {
      expect(seen(html)).toContain(fact)
      expect(text).toContain(fact)
    }
  })

  test('names only the permissions that were granted', async () => {
    const { text } = await renderLetter({ ...mail, permissions: [grants.notes] })
    expect(text).toContain('Notes')
    expect(text).not.toContain('Briefs')
  })

  test('has no quote where no message was written', () => {
    const facts = {
      inviter: 'Bea Okafor',
      permissions: [],
      expiresAt: new Date(),
      url: exampleUrl,
      address: 'rex@a.example',
    }
    expect(letters.invitation({ organization: meridian, ...facts, message: null })).not.toHaveProperty('quote')
  })
})

describe('many news in one letter (SPEC 10)', () => {
  const northwind = { name: 'Northwind Logistics', slug: 'northwind' }
  const at = (organization: typeof meridian | null, text: string, page: string) => ({
    organization,
    text,
    detail: null,
    url: `https://humancloud.example${page}`,
  })
  const url = 'https://humancloud.example/notifications'

  test('SPEC 10: of a day, each organization is named once, and every line leads to its own thing', async () => {
    const mail = letters.manyNews({
      organization: null,
      news: [at(meridian, 'Kim left', '/a'), at(northwind, 'Stan left', '/b'), at(meridian, 'Edith wrote', '/c')],
      url,
    })
    const { html, text } = await renderLetter(mail)
    expect(links(html).slice(0, 3)).toEqual(['/a', '/c', '/b'].map((page) => `https://humancloud.example${page}`))
    expect(text.match(/Meridian Health|Northwind Logistics/g)).toEqual(['Meridian Health', 'Northwind Logistics'])
    expect(text).toContain('Northwind Logistics\n- Stan left\n  https://humancloud.example/b\n')
  })

  test('SPEC 7: what a solution is asked stands under no organization', () => {
    const mail = letters.manyNews({
      organization: null,
      news: [at(null, 'A company asks Crewline', '/requests/1')],
      url,
    })
    expect(mail.news!.map(({ heading }) => heading)).toEqual(['Requests'])
  })

  test('SPEC 10: what the title names is not named again, and a long day is cut, and says so', () => {
    const news = Array.from({ length: 57 }, (_, number) => at(meridian, `News ${number}`, `/${number}`))
    const mail = letters.manyNews({ organization: meridian, news, url })
    expect(mail.subject).toBe('57 things happened at Meridian Health')
    expect(mail.news).toMatchObject([{ heading: 'What happened', items: { length: 50 } }])
    expect(mail.smallPrint).toEqual(['7 more stand there.'])
  })
})

test.each([
  ['invitationAccepted', 'Bea Okafor has accepted your invitation'],
  ['invitationDeclined', 'rex.adeyemi@fairwork.example has declined your invitation'],
  ['invitationExpiring', 'Your invitation from Meridian Health expires soon'],
  ['accessChanged', 'Your access to Meridian Health has changed'],
  ['accessRevoked', 'Your access to Meridian Health has ended'],
  ['invitationRevoked', 'Meridian Health took back its invitation'],
  ['partnerLeft', 'Bea Okafor has left Meridian Health'],
  ['signInCode', 'Your sign-in code for Human Cloud'],
  ['passwordResetCode', 'Your code to set a new password'],
  ['noAccount', 'There is no account for your address'],
  ['passwordChanged', 'Your password was changed'],
])('%s: "%s"', (kind, subject) => {
  expect(everydayLetters[kind]!.subject).toBe(subject)
})

test('the end of access says what happens to the work, whom to ask, and how it comes back (SPEC D10, D11)', async () => {
  const { text } = await renderLetter(everydayLetters.accessRevoked!)
  for (const fact of [
    'stays with Meridian Health',
    'Your drafts pass to',
    'personal notes',
    'Ask Bea Okafor',
    'new invitation',
  ]) {
    expect(text).toContain(fact)
  }
})

test('an invitation that was taken back speaks of no access and no work', async () => {
  const { text } = await renderLetter(everydayLetters.invitationRevoked!)
  expect(text).not.toMatch(/your access|drafts/i)
})

test('ABUSE 3: an address that was changed by somebody else: the letter says whom to ask, who can do something', () => {
  expect(letters.addressChanged({ when: new Date() }).smallPrint?.join(' ')).toContain(
    'Tell an admin of your organization',
  )
})

test('a code is in the letter but in no subject and no preview, which locked screens and servers show', () => {
  for (const { code, subject, preview } of [everydayLetters.signInCode!, everydayLetters.passwordResetCode!]) {
    expect(code).toBe('482913')
    expect(subject + preview).not.toContain(code)
  }
})

describe('both parts of every mail', () => {
  test.each(everyday)('%s: say the same words in the same order', async (_kind, mail) => {
    const { html, text } = await renderLetter(mail)
    expect(words(text)).toEqual(words(seen(html)))
  })

  test.each(everyday)('%s: have the same links', async (_kind, mail) => {
    const { html, text } = await renderLetter(mail)
    expect([...new Set(links(html))]).toEqual(mail.button ? [exampleUrl] : [])
    const perNews = (mail.news ?? []).flatMap(({ items }) => items.map(({ url }) => url))
    expect(text.match(/https?:\/\/\S+/g) ?? []).toEqual([...perNews, ...(mail.button ? [exampleUrl] : [])])
  })

  test.each(everyday)('%s: load nothing from anywhere and run nothing', async (_kind, mail) => {
    const { html } = await renderLetter(mail)
    expect(html).not.toMatch(/<(img|script|link|iframe|object|form)\b|url\(|@import|\ssrc=/i)
  })
})

const lures = [
  '<b>Bold</b>',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</td></tr></table><a href="https://evil.example">Sign in</a>',
  "<!--[if mso]><a href='https://evil.example'>x</a><![endif]-->",
  '</style><style>*{display:none}</style>',
  '<a href=javascript:alert(1)>x',
  '&lt;a href=x&gt; &#x3C;b&#x3E; &amp;',
  'https://evil.example/login',
  'http://127.0.0.1:3000/x',
  'HTTPS://EVIL.EXAMPLE',
  'www.evil.com',
  'evil.com/login?next=1',
  'Sign in at evil.co.uk now',
  'mailto:bob@evil.com',
  'bob@evil.com',
  '//evil.com',
  'ftp://evil.com',
  'javascript:alert(1)',
  'data:text/html,<b>x</b>',
  '[Accept](https://evil.com)',
  '<https://evil.com>',
  '<bob@evil.com>',
  'Ⓔⓥⓘⓛ.com and пример.рф and 例え.jp',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the point is a template that nobody fills in
  '${7*7} {{7*7}} <%= 7*7 %> %s %n',
  'a\r\nBcc: bob@evil.com\r\n\r\n<b>',
  '\u202egnp.exe\u2028\u2029\u0000\u0007\ufeff',
  '\ud800 lonely',
  'Z̸̢͠a̵l̶g̷o̵',
  '👩‍👩‍👧‍👦 مرحبا नमस्ते',
  '= + - @ \' " ` \\ / ; --',
]

describe('words of people stay words (ABUSE 25, 26)', () => {
  const withWords = (words: string) =>
    Object.entries(exampleLetters({ organization: words, person: words, message: words }))

  test.each(lures)('%j brings no element and no link of its own', async (lure) => {
    for (const [kind, mail] of withWords(lure)) {
      const { html, text } = await renderLetter(mail)
      expect(elements(html)).toEqual(await elementsOfTemplate(kind))
      // Mail programs make links of what looks like one, in either part.
      const all = [links(html), await linksThatProgramsMake(text), await linksThatProgramsMake(seen(html))].flat()
      expect(all.filter((link) => link !== exampleUrl && link !== `mailto:${exampleAddress}`)).toEqual([])
    }
  })

  test.each(lures)('%j stays on one line of the subject', (lure) => {
    for (const [, { subject }] of withWords(lure)) expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u)
  })

  test.each(lures)(
    '%j makes no link in a subject that reaches strangers, or that tells what somebody called a thing',
    async (lure) => {
      const harmless = withWords(lure).filter(([kind]) => /^request|News$/.test(kind))
      expect(harmless).toHaveLength(6)
      for (const [, { subject }] of harmless) expect(await linksThatProgramsMake(subject)).toEqual([])
    },
  )

  test('the lines of a message stay lines, in both parts', async () => {
    const { html, text } = await renderLetter({ ...everydayLetters.invitation!, quote: 'First\n\nSecond' })
    expect(text).toContain('> First\n>\n> Second')
    expect(html).toContain('First<br/><br/>Second')
  })
})

type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.ChildNode

const isElement = (node: Node): node is Element => 'tagName' in node
const attribute = (element: Element, name: string) => element.attrs.find((it) => it.name === name)?.value

const elementsUnder = (node: Node): Element[] =>
  isElement(node) ? [node, ...node.childNodes.flatMap(elementsUnder)] : []

const allElements = (html: string) => parse(html).childNodes.flatMap(elementsUnder)

const links = (html: string) => allElements(html).flatMap((element) => attribute(element, 'href') ?? [])

/** Line breaks aside: a message may have some. */
const elements = (html: string) =>
  allElements(html)
    .filter(({ tagName }) => tagName !== 'br')
    .map((element) => `${element.tagName}.${attribute(element, 'class') ?? ''}`)

const templates = new Map<string, string[]>()

async function elementsOfTemplate(kind: string): Promise<string[]> {
  const known = templates.get(kind) ?? elements((await renderLetter(everydayLetters[kind]!)).html)
  templates.set(kind, known)
  return known
}

/**
 * What a reader of the HTML part sees: without decoration and preview, the button and each news followed by its address instead
 * of the help line.
 */
const seen = (html: string) => seenIn(allElements(html).find(({ tagName }) => tagName === 'body')!)

function seenIn(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value
  if (!isElement(node) || attribute(node, 'aria-hidden') || attribute(node, 'data-skip-in-text')) return ''
  const text = node.childNodes.map(seenIn).join('')
  if (text.startsWith('Button not working? Open ')) return ''
  if (attribute(node, 'class') === 'button') return `${text} ${attribute(node, 'href')}`
  const news = node.childNodes.find((child) => isElement(child) && attribute(child, 'class') === 'petrol news')
  if (news && isElement(news)) return `${text}\n${attribute(news, 'href')}\n`
  return ['td', 'p', 'h1', 'h2', 'br'].includes(node.tagName) ? `${text}\n` : text
}

const words = (text: string) => text.split(/\s+/).flatMap((word) => word.replace(/^[->]+$|:$/g, '') || [])

/** The parser of mails makes links of text as mail programs do. */
async function linksThatProgramsMake(text: string): Promise<string[]> {
  const { textAsHtml } = await simpleParser(`Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`)
  return links(textAsHtml ?? '')
}
