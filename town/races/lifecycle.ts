import type { DelegationStatus } from '../../shared/delegations.ts'

/*
 * One delegation as a small machine: what each request answers in each state, and what it leaves behind. Nothing in here
 * knows how the server does it.
 */

export const commands = [
  'accept',
  'decline',
  'leave',
  'revoke',
  'cancel',
  'resend',
  'narrow',
  'change',
  'reinvite',
] as const
export type Command = (typeof commands)[number]

export type State = {
  status: DelegationStatus
  version: number
  narrowed: boolean
  resent: boolean
  /** Whether another delegation of the same partner began after this one ended. */
  followed: boolean
  events: string[]
}
export type Outcome = { status: number; code: string | null; version: number | null }
export type Call = Outcome & { command: Command; began: number; ended: number }

export const begin = (status: 'pending' | 'active'): State => ({
  status,
  version: 1,
  narrowed: false,
  resent: false,
  followed: false,
  events: [],
})

const done = (version: number | null = null): Outcome => ({ status: 200, code: null, version })
const refused = (status: number, code: string): Outcome => ({ status, code, version: null })
const isLive = ({ status }: State) => status === 'pending' || status === 'active'

function to(state: State, event: string, more: Partial<State> = {}): State {
  return { ...state, ...more, version: state.version + 1, events: [...state.events, event] }
}

/** What one request does to the delegation, alone. */
export function step(state: State, command: Command): [State, Outcome] {
  const { status, version } = state
  switch (command) {
    case 'accept':
      if (status === 'active') return [state, done()]
      if (status !== 'pending') return [state, refused(409, 'invitation_not_pending')]
      return [to(state, 'accepted', { status: 'active' }), done()]
    case 'decline':
      if (status !== 'pending') return [state, refused(409, 'invitation_not_pending')]
      return [to(state, 'declined', { status: 'declined' }), done()]
    case 'leave':
      if (status !== 'active') return [state, refused(409, 'delegation_not_active')]
      return [to(state, 'left', { status: 'revoked' }), done()]
    case 'revoke':
      if (!isLive(state)) return [state, refused(409, 'delegation_not_live')]
      return [to(state, 'revoked', { status: 'revoked' }), done(version + 1)]
    case 'cancel':
      if (status !== 'pending') return [state, refused(409, 'delegation_not_pending')]
      return [to(state, 'cancelled', { status: 'cancelled' }), done(version + 1)]
    case 'resend':
      if (status !== 'pending') return [state, refused(409, 'delegation_not_pending')]
      if (state.resent) return [state, refused(429, 'resend_too_soon')]
      return [to(state, 'resent', { resent: true }), done(version + 1)]
    case 'narrow':
      if (!isLive(state)) return [state, refused(409, 'delegation_not_live')]
      if (state.narrowed) return [state, done(version)]
      return [to(state, 'changed', { narrowed: true }), done(version + 1)]
    case 'change':
      // Was written by somebody who had seen the first version.
      if (version !== 1) return [state, refused(412, 'version_conflict')]
      if (!isLive(state)) return [state, refused(409, 'delegation_not_live')]
      return [to(state, 'changed', { narrowed: true }), done(version + 1)]
    case 'reinvite':
      if (isLive(state) || state.followed) return [state, refused(409, 'delegation_exists')]
      return [
        { ...state, followed: true },
        { ...done(), status: 201 },
      ]
  }
}

const agree = (one: Outcome, other: Outcome) =>
  one.status === other.status && one.code === other.code && (one.version === null || one.version === other.version)

/**
 * Whether some order explains all answers and the end: an order in which what had ended came before what began later
 * (linearizability, by trying them all).
 */
export function isExplained(start: State, calls: Call[], end: State): boolean {
  if (calls.length === 0) return JSON.stringify(start) === JSON.stringify(end)
  return calls.some((call) => {
    const others = calls.filter((it) => it !== call)
    if (others.some((other) => other.ended < call.began)) return false
    const [next, outcome] = step(start, call.command)
    return agree(outcome, call) && isExplained(next, others, end)
  })
}
