import { choiceWords, type Letter, permissionsHeading, plainSentence } from './letter-content.ts'

/** The plain part of a letter: what the HTML part says, in the same order, to be read as it is. */
export function writeText(letter: Letter): string {
  const blocks = [
    'Human Cloud',
    letter.title,
    letter.intro,
    letter.quote && quoted(letter.quote),
    letter.permissions &&
      listed(
        permissionsHeading,
        letter.permissions.map(({ label, allows }) => `${label}: ${allows}`),
      ),
    letter.facts && listed(letter.facts.heading, letter.facts.lines),
    ...(letter.news ?? []).map(({ heading, items }) => listed(heading, items.map(newsLines))),
    letter.code,
    letter.button && `${letter.button.label}:\n${letter.button.url}`,
    letter.smallPrint?.map(plainSentence).join(' '),
    // Readers and programs know these two dashes and a space as the start of a mail's foot.
    `-- \n${[...letter.footer, ...choiceLines(letter)].join('\n')}`,
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

const choiceLines = ({ choices }: Letter) =>
  choices ? [`${choiceWords.stop} ${choices.stop}`, `${choiceWords.all} ${choices.all}`] : []

const newsLines = ({ text, detail, url }: NonNullable<Letter['news']>[number]['items'][number]) =>
  [text, detail, url].filter((line) => line !== null).join('\n  ')

const quoted = (text: string) => text.replace(/^/gm, '> ').replace(/ +$/gm, '')

const listed = (heading: string, lines: string[]) => [heading, ...lines.map((line) => `- ${line}`)].join('\n')
