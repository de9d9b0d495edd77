/** A sentence, or one whose middle is the word that counts and is set in bold. */
export type Sentence = string | readonly [before: string, strong: string, after: string]

/**
 * What a mail says, without how it looks. Every mail of the product is one of these, and everything in it is plain text:
 * markup in a name stays letters. A field is shown where it is present, in this order.
 */
export type Letter = {
  /** The organization whose monogram heads the letter: the place that it speaks of. */
  organization?: { name: string; slug: string }
  /** What a mailbox shows behind the subject. It repeats, and tells nothing that the letter does not say. */
  preview: string
  title: string
  intro: string
  /** Words of a person, set apart as theirs. */
  quote?: string
  /** What is granted, under the heading "You will work on". */
  permissions?: { label: string; allows: string }[]
  facts?: { heading: string; lines: string[] }
  /** What happened, under the place where it did: each leads to its own thing. */
  news?: { heading: string; items: { text: string; detail: string | null; url: string }[] }[]
  /** A one-time code, shown large. */
  code?: string
  button?: { label: string; url: string }
  smallPrint?: Sentence[]
  /** Why the reader got this mail. The link of the button is added as text. */
  footer: string[]
  /** Where mails of this kind can be switched off, and where one chooses what reaches one. */
  choices?: { stop: string; all: string }
}

export const choiceWords = { stop: 'Stop mails of this kind:', all: 'Choose what reaches you:' }

export const permissionsHeading = 'You will work on'

export const plainSentence = (sentence: Sentence): string =>
  typeof sentence === 'string' ? sentence : sentence.join('')
