import { useSyncExternalStore } from 'react'

/*
 * The secret of an invitation link (SPEC I2) is the fragment of its address, which browsers never send. It leaves the
 * address at once, so that it is in no history, no screenshot and no copied address, and waits in this tab until it is
 * used: also while somebody signs out of another account. The link in the notice of a change of address carries its
 * secret the same way.
 */

const link = /^\/(?:invitations|email-changes)\/([\w-]+)\/?$/
const secretShape = /^[\w-]{1,200}$/
const keyOf = (id: string) => `invitation:${id}`
const listeners = new Set<() => void>()
/** For browsers that refuse to keep anything. */
const kept = new Map<string, string>()

/** Takes the secret out of the address of now, and of every link that is opened in this tab later. */
export function takeSecretsFromAddress() {
  takeSecret()
  // Registered before the router listens: it never sees such an address.
  for (const change of ['popstate', 'hashchange']) window.addEventListener(change, takeSecret)
}

function takeSecret() {
  const id = link.exec(location.pathname)?.[1]
  if (!id || !location.hash) return
  const secret = location.hash.slice(1)
  history.replaceState(history.state, '', location.pathname + location.search)
  if (secretShape.test(secret)) keep(id, secret)
}

function keep(id: string, secret: string) {
  kept.set(id, secret)
  inStorage((storage) => storage.setItem(keyOf(id), secret))
  for (const tell of listeners) tell()
}

/** The secret that came with the link to this invitation, if one came in this tab. */
export const secretOf = (id: string): string | null =>
  kept.get(id) ?? inStorage((storage) => storage.getItem(keyOf(id))) ?? null

/** It has been used. */
export function forgetSecret(id: string) {
  kept.delete(id)
  inStorage((storage) => storage.removeItem(keyOf(id)))
}

function inStorage<T>(act: (storage: Storage) => T): T | null {
  try {
    return act(sessionStorage)
  } catch {
    return null
  }
}

/** As the header that the doors of invitations take it from: never in the address of a request. */
export const secretHeader = (secret: string | null) => (secret ? `Invitation ${secret}` : undefined)

export const useInvitationSecret = (id: string): string | null => useSyncExternalStore(listen, () => secretOf(id))

function listen(tell: () => void) {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}
