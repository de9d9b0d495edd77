import {
  Body,
  Button,
  Column,
  Container,
  Head,
  Heading,
  Html,
  Link,
  Preview,
  Row,
  type RowProps,
  render,
  Text,
} from '@react-email/components'
import { createElement as h, type ReactNode } from 'react'
import { organizationColor } from '../../shared/organization-color.ts'
import { colors } from './colors.ts'
import { choiceWords, type Letter, permissionsHeading, type Sentence } from './letter-content.ts'
import {
  bold,
  buttonStyle,
  codeStyle,
  foot,
  headline,
  lined,
  link,
  newsLink,
  paragraph,
  quotation,
  sheet,
  small,
  styles,
  subheading,
  tile,
} from './letter-styles.ts'

export const writeHtml = (letter: Letter): Promise<string> => render(page(letter))

const page = (letter: Letter) =>
  h(
    Html,
    { lang: 'en' },
    h(Head, null, ...head(letter)),
    h(
      Body,
      { className: 'desk', style: { margin: 0, padding: '32px 12px', backgroundColor: colors.desk } },
      // The library cuts at 150, and only below that keeps the text that follows out of the preview.
      h(Preview, null, letter.preview.slice(0, 149).toWellFormed()),
      h(Container, { className: 'sheet', width: 600, style: sheet }, ...content(letter)),
    ),
  )

const head = (letter: Letter) => [
  h('title', null, letter.title),
  h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
  h('meta', { name: 'color-scheme', content: 'light dark' }),
  h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
  // Phones make links of what looks like an address, a date or a number. Here only our own links are links.
  h('meta', { name: 'format-detection', content: 'telephone=no,date=no,address=no,email=no,url=no' }),
  h('style', null, styles),
]

/** A row each: tables are the one layout that every mail program knows. */
const content = (letter: Letter) => [
  brand(),
  letter.organization && monogram(letter.organization),
  opening(letter),
  letter.quote && quote(letter.quote),
  letter.permissions && permissions(letter.permissions),
  letter.facts && facts(letter.facts),
  ...(letter.news ?? []).map(news),
  letter.code && code(letter.code),
  letter.button && button(letter.button),
  letter.smallPrint && smallPrint(letter.smallPrint),
  footer(letter),
]

/** The library's row asks for its cells among the properties. Here they follow, like all children. */
const TableRow = (properties: Partial<RowProps>) => h(Row, properties as RowProps)

const block = (spaceAbove: number, ...children: ReactNode[]) =>
  h(TableRow, null, h(Column, { className: 'pad', style: { padding: `${spaceAbove}px 40px 0` } }, ...children))

/** The mark is drawn with two characters: no image to block, nothing to track. */
const brand = () =>
  block(
    28,
    h(
      Text,
      { className: 'ink', style: { ...paragraph, ...bold, fontSize: 17, letterSpacing: '-0.2px' } },
      h('span', { className: 'coral', 'aria-hidden': true, style: { color: colors.coral } }, '●'),
      h(
        'span',
        { className: 'petrol', 'aria-hidden': true, style: { color: colors.petrol, fontSize: 12, marginLeft: -2 } },
        '●',
      ),
      '\u00a0 Human Cloud',
    ),
  )

/** Decoration like a picture: the name stands in the title, and is read there. */
const monogram = ({ name, slug }: { name: string; slug: string }) =>
  block(
    28,
    h(
      TableRow,
      { align: 'left', width: 52, 'aria-hidden': true, style: { width: 52 } },
      h(
        Column,
        { align: 'center', height: 52, style: { ...tile, backgroundColor: organizationColor(slug) } },
        initials(name),
      ),
    ),
  )

/** The same two letters as in the product. */
const initials = (name: string) => (name.match(/\p{Lu}/gu) ?? [...name].slice(0, 1)).slice(0, 2).join('')

const opening = ({ title, intro }: Letter) =>
  block(
    18,
    h(Heading, { as: 'h1', className: 'ink', style: headline }, title),
    h(Text, { className: 'quiet', style: { ...paragraph, marginTop: 8, color: colors.quiet } }, intro),
  )

const quote = (text: string) =>
  block(22, h(Text, { className: 'ink line', style: { ...paragraph, ...quotation } }, ...withBreaks(text.split('\n'))))

const withBreaks = (lines: ReactNode[]): ReactNode[] =>
  lines.flatMap((line, at) => (at === 0 ? [line] : [h('br', { key: at }), line]))

const permissions = (granted: { label: string; allows: string }[]) =>
  block(26, sectionHeading(permissionsHeading), ...granted.map(permission))

const permission = ({ label, allows }: { label: string; allows: string }, at: number, all: unknown[]) => {
  const line = lined(at === all.length - 1)
  return h(
    TableRow,
    { style: { tableLayout: 'fixed' } },
    h(Column, { className: 'ink line', width: 112, style: { ...line, ...bold, width: 112, paddingRight: 12 } }, label),
    h(Column, { className: 'quiet line', style: { ...line, color: colors.quiet } }, allows),
  )
}

const facts = ({ heading, lines }: { heading: string; lines: string[] }) =>
  block(
    26,
    sectionHeading(heading),
    ...lines.map((text, at) =>
      h(TableRow, null, h(Column, { className: 'ink line', style: lined(at === lines.length - 1) }, text)),
    ),
  )

const news = ({ heading, items }: NonNullable<Letter['news']>[number]) =>
  block(
    26,
    sectionHeading(heading),
    ...items.map(({ text, detail, url }, at) =>
      h(
        TableRow,
        null,
        h(
          Column,
          { className: 'quiet line', style: { ...lined(at === items.length - 1), color: colors.quiet } },
          h(Link, { className: 'petrol news', href: url, style: newsLink }, text),
          detail !== null && h('br'),
          detail,
        ),
      ),
    ),
  )

const sectionHeading = (text: string) => h(Heading, { as: 'h2', className: 'ink', style: subheading }, text)

const code = (digits: string) => block(24, h(Text, { className: 'ink code', style: codeStyle }, digits))

const button = ({ label, url }: { label: string; url: string }) =>
  block(28, h(Button, { className: 'button', href: url, style: buttonStyle }, label))

const smallPrint = (sentences: Sentence[]) =>
  block(
    14,
    h(
      Text,
      { className: 'quiet', style: { ...paragraph, ...small, color: colors.quiet } },
      ...sentences.flatMap((sentence) => [sentenceOf(sentence), ' ']),
    ),
  )

const sentenceOf = (sentence: Sentence): ReactNode => {
  if (typeof sentence === 'string') return sentence
  const [before, strong, after] = sentence
  return h('span', null, before, h('b', null, strong), after)
}

const footer = (letter: Letter) =>
  h(
    TableRow,
    { style: { marginTop: 32 } },
    h(
      Column,
      { className: 'pad quiet line foot', style: foot },
      ...withBreaks([
        ...letter.footer,
        ...(letter.button ? [linkAsText('Button not working? Open ', letter.button.url)] : []),
        ...(letter.choices
          ? [
              linkAsText(`${choiceWords.stop} `, letter.choices.stop),
              linkAsText(`${choiceWords.all} `, letter.choices.all),
            ]
          : []),
      ]),
    ),
  )

const linkAsText = (words: string, url: string) =>
  h('span', null, words, h(Link, { className: 'petrol', href: url, style: link }, url))
