import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal'
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal'
import { Component, memo, type ReactNode } from 'react'
import ReactMarkdown, { type Components, type Options } from 'react-markdown'
import remarkBreaks from 'remark-breaks'
import styles from './markdown.module.css'

type Plugins = NonNullable<Options['remarkPlugins']>
/** What every step through the text hands on: the tree, and the settings of the parser. */
type Node = { type: string; children?: Node[] }
type Parser = { data(): { micromarkExtensions?: unknown[]; fromMarkdownExtensions?: unknown[] } }

/**
 * A small part of Markdown, drawn as elements: emphasis, lists, links, code, quotes. Never as HTML, and nothing is loaded from
 * anywhere: a picture is its description. What could not be drawn, or goes deeper than anybody writes, is shown as it was typed.
 */
export const Markdown = memo(({ children: text }: { children: string }) => {
  const typed = <p className={styles.typed}>{text}</p>
  if (isTooMuch(text)) return <div className={styles.markdown}>{typed}</div>
  return (
    <div className={styles.markdown}>
      <Drawn key={text} otherwise={typed}>
        <ReactMarkdown
          allowedElements={allowed}
          unwrapDisallowed
          components={components}
          remarkPlugins={plugins}
          urlTransform={safeAddress}
        >
          {text}
        </ReactMarkdown>
      </Drawn>
    </div>
  )
})

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const
const allowed = [
  'p',
  'br',
  'strong',
  'em',
  'ul',
  'ol',
  'li',
  'a',
  'code',
  'pre',
  'blockquote',
  'hr',
  'img',
  ...headings,
]

/** A page has its own headings: one in a text is a line that stands out. */
const Heading = ({ children }: { children?: ReactNode }) => (
  <p>
    <strong>{children}</strong>
  </p>
)

const components: Components = {
  ...Object.fromEntries(headings.map((one) => [one, Heading])),
  a: ({ href, children }) =>
    href ? (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    ) : (
      children
    ),
  img: ({ alt }) => alt,
  ul: ({ children }) => <ul>{children}</ul>,
  ol: ({ children, start }) => <ol {...(start && { start })}>{children}</ol>,
  pre: ({ children }) => <pre>{children}</pre>,
  code: ({ children }) => <code>{children}</code>,
}

/** Whole addresses of the web, and of mailboxes. Whatever else a link says leads nowhere. */
const safeAddress = (address: string) => (/^(https?:\/\/|mailto:)/i.test(address) ? address : '')

/** Addresses are links as they stand, and a new line is a new line. */
function links(this: Parser) {
  const settings = this.data()
  settings.micromarkExtensions = [...(settings.micromarkExtensions ?? []), gfmAutolinkLiteral()]
  settings.fromMarkdownExtensions = [...(settings.fromMarkdownExtensions ?? []), gfmAutolinkLiteralFromMarkdown()]
}

const DEEPEST = 24
const MOST_MARKS = 500
/** A line that begins with more quotes and lists in each other than that. */
const beginsDeep = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){13}/m

/** What would keep the browser of everybody who reads it busy is not even looked at. */
const isTooMuch = (text: string) => beginsDeep.test(text) || (text.match(/[*_[\]<>`]/g)?.length ?? 0) > MOST_MARKS

/** Step by step, not into itself: what is too deep for the page would be too deep for that, too. */
function shallow() {
  return (tree: Node) => {
    const ahead = [{ node: tree, depth: 0 }]
    for (let next = ahead.pop(); next; next = ahead.pop()) {
      const { node, depth } = next
      if (depth > DEEPEST) throw new Error('This text goes too deep to be drawn.')
      ahead.push(...(node.children ?? []).map((child) => ({ node: child, depth: depth + 1 })))
    }
  }
}

const plugins = [links, shallow, remarkBreaks] as Plugins

type DrawnProps = { otherwise: ReactNode; children: ReactNode }

class Drawn extends Component<DrawnProps, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    return this.state.isBroken ? this.props.otherwise : this.props.children
  }
}
