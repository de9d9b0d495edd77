import { z } from 'zod'
import { type Brief, BriefKind, type changeBrief, QuestionType } from '../../../../shared/briefs.ts'
import { amountTyped, decimalText, MOST_MONEY } from '../../../../shared/money.ts'
import { instantsAt, localTime, placeOfZone } from '../../../../shared/zoned-time.ts'
import { ownZone } from '../../../ui/zone-choices.ts'

/* A brief as it stands in the fields of its editor: what is typed need not be right yet. */

export const TypedQuestion = z.object({
  id: z.uuid(),
  text: z.string(),
  type: QuestionType,
  /** One a line. They stay while another type is tried. */
  choices: z.string(),
  required: z.boolean(),
})
export type TypedQuestion = z.infer<typeof TypedQuestion>

const TypedRecipient = z.object({ id: z.uuid(), slug: z.string(), name: z.string(), tagline: z.string() })
export type TypedRecipient = z.infer<typeof TypedRecipient>

export const Typed = z.object({
  kind: BriefKind,
  title: z.string(),
  description: z.string(),
  requirements: z.string(),
  questions: z.array(TypedQuestion),
  budget: z.object({ min: z.string(), max: z.string(), currency: z.string() }),
  startDate: z.string(),
  /** `isSecond`: of two equal times, where clocks are put back. */
  deadline: z.object({ date: z.string(), time: z.string(), zone: z.string(), isSecond: z.boolean() }),
  recipients: z.array(TypedRecipient),
  anonymous: z.boolean(),
})
export type Typed = z.infer<typeof Typed>
export type Field = keyof Typed
export const fields = Object.keys(Typed.shape) as Field[]

export const USUAL_CURRENCY = 'EUR'

export const typedOf = (brief: Brief): Typed => ({
  kind: brief.kind,
  title: brief.title,
  description: brief.description,
  requirements: brief.requirements,
  questions: brief.questions.map((question) => ({ ...question, choices: question.choices.join('\n') })),
  budget: budgetTyped(brief.budget),
  startDate: brief.startDate ?? '',
  deadline: deadlineTyped(brief),
  recipients: brief.recipients.map(({ solution: { id, slug, name, tagline } }) => ({ id, slug, name, tagline })),
  anonymous: brief.anonymous,
})

function budgetTyped(budget: Brief['budget']): Typed['budget'] {
  if (!budget) return { min: '', max: '', currency: USUAL_CURRENCY }
  const { min, max, currency } = budget
  const text = (amount: number | null) => (amount === null ? '' : decimalText(amount, currency))
  return { min: text(min), max: text(max), currency }
}

function deadlineTyped({ deadline, deadlineZone }: Brief): Typed['deadline'] {
  const zone = deadlineZone ?? ownZone()
  if (!deadline) return { date: '', time: '', zone, isSecond: false }
  const local = localTime(new Date(deadline), zone)
  const [date, time] = local.split('T') as [string, string]
  const [, second] = instantsAt(local, zone)
  return { date, time, zone, isSecond: second !== undefined && second.getTime() <= Date.parse(deadline) }
}

/** What goes through the door for one field; or what keeps it from that, by the path of the door. */
export type Wire =
  | { given: Omit<z.input<typeof changeBrief.input>, 'org' | 'id'> }
  | { wrong: { path: string; message: string }[] }

export function wireOf(field: Field, typed: Typed): Wire {
  if (field === 'title') return { given: { title: oneLine(typed.title) } }
  if (field === 'description' || field === 'requirements') return { given: { [field]: typed[field].trim() } }
  if (field === 'questions') return { given: { questions: typed.questions.map(questionGiven) } }
  if (field === 'budget') return budgetGiven(typed.budget)
  if (field === 'startDate') return { given: { startDate: typed.startDate || null } }
  if (field === 'deadline') return deadlineGiven(typed.deadline)
  if (field === 'recipients') return { given: { solutionIds: typed.recipients.map(({ id }) => id).toSorted() } }
  return { given: { [field]: typed[field] } }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

export const choicesIn = (lines: string): string[] => lines.split('\n').map(oneLine).filter(Boolean)

const questionGiven = ({ id, text, type, choices, required }: TypedQuestion) => ({
  id,
  text: oneLine(text),
  type,
  choices: type === 'choice' ? choicesIn(choices) : [],
  required,
})

function budgetGiven({ min, max, currency }: Typed['budget']): Wire {
  if (!min.trim() && !max.trim()) return { given: { budget: null } }
  const amounts = { min: amountIn(min, currency), max: amountIn(max, currency) }
  const wrong = (['min', 'max'] as const).filter((end) => amounts[end] === 'wrong')
  if (wrong.length > 0)
    return { wrong: wrong.map((end) => ({ path: `budget.${end}`, message: `Enter an amount in ${currency}.` })) }
  return { given: { budget: { min: amounts.min as number | null, max: amounts.max as number | null, currency } } }
}

/** In minor units; null where nothing is typed. */
export function amountIn(typed: string, currency: string): number | null | 'wrong' {
  if (!typed.trim()) return null
  const amount = amountTyped(typed, currency)
  return amount === null || amount > MOST_MONEY ? 'wrong' : amount
}

function deadlineGiven({ date, time, zone, isSecond }: Typed['deadline']): Wire {
  if (!date) return { given: { deadline: null, deadlineZone: null } }
  if (!time) return { wrong: [{ path: 'deadline.time', message: 'Enter a time.' }] }
  const [first, second] = instantsAt(`${date}T${time}`, zone)
  const instant = isSecond ? (second ?? first) : first
  if (instant) return { given: { deadline: instant.toISOString(), deadlineZone: zone } }
  const message = `Clocks in ${placeOfZone(zone)} are put forward over ${time} on this day. Choose another time.`
  return { wrong: [{ path: 'deadline.time', message }] }
}

/** Two fields that would say the same through the door are the same. */
export const textOf = (field: Field, typed: Typed): string => JSON.stringify(wireOf(field, typed))

/** The field of the editor that a path of the door is about. */
export function fieldOfPath(path: string): Field | undefined {
  const root = path.split('.')[0]!
  if (root === 'solutionIds') return 'recipients'
  if (root === 'deadlineZone') return 'deadline'
  return fields.find((field) => field === root)
}

export const fieldNames: Record<Field, string> = {
  kind: 'Kind',
  title: 'Title',
  description: 'Description',
  requirements: 'Requirements',
  questions: 'Questions',
  budget: 'Budget',
  startDate: 'Start date',
  deadline: 'Deadline',
  recipients: 'Recipients',
  anonymous: 'Who asks',
}

/** Not `randomUUID`: browsers keep that one for https. */
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
