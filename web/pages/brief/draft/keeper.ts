import type { Brief } from '../../../../shared/briefs.ts'
import type { FieldError } from '../../../../shared/errors.ts'
import { type DraftOf, draftKept, forgetDraft, keepDraft } from '../../../kept-drafts.ts'
import { isConflict, isProblem } from '../../../problem.ts'
import { quickerOf } from '../../work/words.ts'
import { Kept } from './kept.ts'
import { type Field, fieldOfPath, fields, type Typed, textOf, typedOf, type Wire, wireOf } from './typed.ts'

/* Keeps what is typed into a draft: on the server a moment after the typing stops, and until then in this browser. */

export const PAUSE_MS = 1000
const RETRY_MS = [5_000, 15_000, 30_000, 60_000]
/** Somebody who is always quicker is not raced for ever. */
const MOST_ROUNDS = 5

type Given = Extract<Wire, { given: unknown }>['given']

type KeeperOptions = {
  brief: Brief
  of: DraftOf
  /** With the version that this is a change of. */
  save: (given: Given, version: number) => Promise<Brief>
  /** The brief as it is now; null where it could not be read. */
  lookAgain: () => Promise<Brief | null>
}

export type Conflict = { field: Field; by: string }

export type Snapshot = {
  typed: Typed
  /** As the server knows it. */
  brief: Brief
  state: 'saved' | 'saving' | 'unsaved'
  /** Why nothing can be saved now. */
  failure: Error | null
  /** What keeps a field from being saved or sent, by the paths of the door. */
  errors: Record<string, string>
  /** Somebody else changed what is being changed here. */
  conflicts: Conflict[]
  /** Fields that say what the server does not know. */
  unsaved: Field[]
  /** What was typed before a crash was put back. */
  isRestored: boolean
}

export type Keeper = ReturnType<typeof createKeeper>

export function createKeeper({ brief: opened, of, save, lookAgain }: KeeperOptions) {
  let brief = opened
  let typed = typedOf(opened)
  /** What each field says on the server, as far as we know it. */
  const saved = new Map(fields.map((field) => [field, textOf(field, typed)]))
  const refused = new Map<Field, FieldError[]>()
  const conflicts = new Map<Field, string>()
  let failure: Error | null = null
  let running: Promise<void> | null = null
  let waiting: Brief | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let before: Partial<Typed> | null = null
  /** Nobody types here any more: what was sent on its way may still be acknowledged. */
  let isOver = false
  let isGone = false
  const listeners = new Set<() => void>()

  const isDirty = (field: Field) => textOf(field, typed) !== saved.get(field)
  const unsaved = () => fields.filter(isDirty)
  const isSendable = (field: Field) =>
    isDirty(field) && !refused.has(field) && !conflicts.has(field) && 'given' in wireOf(field, typed)

  function snapshot(): Snapshot {
    const dirty = fields.filter((field) => textOf(field, typed) !== saved.get(field))
    const isOnItsWay = !failure && dirty.every((field) => isSendable(field))
    return {
      typed,
      brief,
      state: dirty.length === 0 && !running ? 'saved' : isOnItsWay ? 'saving' : 'unsaved',
      failure,
      errors: errorsNow(),
      conflicts: [...conflicts].map(([field, by]) => ({ field, by })),
      unsaved: dirty,
      isRestored: before !== null,
    }
  }

  function errorsNow(): Record<string, string> {
    const wrong = fields.flatMap((field) => {
      const wire = wireOf(field, typed)
      return 'wrong' in wire ? wire.wrong : []
    })
    return Object.fromEntries(
      [...refused.values()]
        .flat()
        .concat(wrong as FieldError[])
        .map(pathAndMessage),
    )
  }

  function tell() {
    shown = snapshot()
    for (const listener of listeners) listener()
  }

  /** Whatever is not acknowledged is kept in this browser, and nothing else. */
  function keepUnsaved() {
    const dirty = unsaved()
    if (dirty.length === 0) return forgetDraft(of)
    if (!isOver)
      keepDraft(of, { typed: only(dirty, typed), from: Object.fromEntries(dirty.map((it) => [it, baseOf(it)])) })
  }

  const baseOf = (field: Field) => textOf(field, typedOf(brief))

  function change(more: Partial<Typed>) {
    typed = { ...typed, ...more }
    for (const field of Object.keys(more) as Field[]) refused.delete(field)
    keepUnsaved()
    saveIn(PAUSE_MS)
    tell()
  }

  function saveIn(ms: number) {
    clearTimeout(timer)
    if (!isOver) timer = setTimeout(() => void flush(), ms)
  }

  /** Saves what can be saved now, after what is being saved already. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (isGone) return
    while (running) await running
    if (!fields.some(isSendable)) return
    running = rounds().finally(() => {
      running = null
      const missed = waiting
      waiting = null
      if (missed) follow(missed)
      tell()
    })
    return running
  }

  async function rounds() {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const sent = fields.filter(isSendable)
      if (sent.length === 0) return
      const mayGoOn = await attempt(sent)
      if (!mayGoOn) return
    }
  }

  /** Whether there is something else to try at once. */
  async function attempt(sent: Field[]): Promise<boolean> {
    const texts = sent.map((field) => [field, textOf(field, typed)] as const)
    const given = Object.assign({}, ...sent.map((field) => givenOf(field, typed))) as Given
    const going = save(given, brief.version)
    tell()
    try {
      brief = await going
    } catch (error) {
      return refusal(error as Error)
    }
    for (const [field, text] of texts) saved.set(field, text)
    failure = null
    failures = 0
    keepUnsaved()
    return false
  }

  async function refusal(error: Error): Promise<boolean> {
    const belonging = isProblem(error) && error.status === 422 ? showErrors(error.errors) : false
    if (belonging) return true
    if (isConflict(error)) {
      const newest = await lookAgain()
      if (newest) {
        merge(newest)
        return true
      }
    }
    failure = error
    if (isProblem(error) && error.passing) saveIn(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]!)
    else void lookAgain()
    return false
  }

  /** Whether all of them belong to fields. */
  function showErrors(errors: FieldError[]): boolean {
    const belonging = errors.flatMap((error) => {
      const field = fieldOfPath(error.path)
      return field ? [{ field, error }] : []
    })
    for (const field of new Set(belonging.map((it) => it.field)))
      refused.set(
        field,
        belonging.filter((it) => it.field === field).map((it) => it.error),
      )
    tell()
    return errors.length > 0 && belonging.length === errors.length
  }

  /** The brief as it was read anew. Our own changes come back that way, too: they wait until they are acknowledged. */
  function follow(newest: Brief) {
    if (running) {
      if (!waiting || waiting.version < newest.version) waiting = newest
      return
    }
    if (newest.version < brief.version || newest === brief) return
    merge(newest)
    if (fields.some(isSendable)) saveIn(PAUSE_MS)
    tell()
  }

  /** What nobody touches here says what the server says; what is being changed stays, and its conflict is told. */
  function merge(newest: Brief) {
    const theirs = typedOf(newest)
    for (const field of fields) {
      const said = textOf(field, theirs)
      if (said === baseOf(field)) continue
      if (!isDirty(field)) typed = { ...typed, [field]: theirs[field] }
      else if (said !== textOf(field, typed)) conflicts.set(field, quickerOf(newest))
      if (said === textOf(field, typed)) conflicts.delete(field)
      saved.set(field, said)
    }
    brief = newest
  }

  /** What was typed before a crash is put back, unless the server knows it; what others changed meanwhile is a conflict. */
  function restore() {
    const kept = Kept.safeParse(draftKept(of)).data
    if (!kept) return
    const fresh = typed
    const names = Object.keys(kept.typed) as Field[]
    for (const field of names) {
      const value = kept.typed[field]
      if (value === undefined) continue
      typed = { ...typed, [field]: value }
      if (isDirty(field) && kept.from[field] !== baseOf(field)) conflicts.set(field, quickerOf(brief))
    }
    if (unsaved().length > 0) before = only(names, fresh)
    else forgetDraft(of)
  }

  restore()
  let shown = snapshot()
  return {
    snapshot: () => shown,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    change,
    follow,
    showErrors,
    lookAgain,
    /** What was refused and is saved as it stands may be accepted now. */
    forgetRefusals() {
      for (const field of refused.keys()) if (!isDirty(field)) refused.delete(field)
      tell()
    },
    /** Saves at once, such as before sending; whether everything is saved then. */
    async saveNow() {
      await flush()
      return unsaved().length === 0
    },
    keepMine(field: Field) {
      conflicts.delete(field)
      void flush()
    },
    takeTheirs(field: Field) {
      conflicts.delete(field)
      change({ [field]: typedOf(brief)[field] })
    },
    /** Of what was put back: everything says again what it said on the server. */
    discardRestored() {
      const fresh = before
      before = null
      conflicts.clear()
      if (fresh) change(fresh)
    },
    acceptRestored() {
      before = null
      tell()
    },
    /** It is deleted: nothing of it is saved or kept any more. */
    drop() {
      isGone = true
      isOver = true
      clearTimeout(timer)
      forgetDraft(of)
    },
    /** Somebody has it before them, until they call what this answers: then what can be saved is sent on its way. */
    open() {
      isOver = false
      if (fields.some(isSendable)) saveIn(PAUSE_MS)
      return () => {
        isOver = true
        void flush()
      }
    },
  }
}

const only = (chosen: Field[], typed: Typed): Partial<Typed> =>
  Object.fromEntries(chosen.map((field) => [field, typed[field]]))

const givenOf = (field: Field, typed: Typed): Given => {
  const wire = wireOf(field, typed)
  return 'given' in wire ? wire.given : {}
}

const pathAndMessage = ({ path, message }: Pick<FieldError, 'path' | 'message'>) => [path, message] as const
