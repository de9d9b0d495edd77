import { Changed, STREAM_PATH } from '../shared/stream.ts'

export type Ear = {
  /** What happened until now is not known: the line has just opened, or there is none. */
  lookAgain(): void
  changed(change: Changed): void
  notified(): void
  ended(why: 'access-ended' | 'signed-out'): void
}

/** How often one looks while no line is open. */
export const LOOK_EVERY_MS = 15_000

/**
 * Keeps one line to the server open while somebody looks at this page. A browser has six connections to a server, for all
 * its pages together, unless the server speaks HTTP/2: so hidden pages give their line up, and no more than four pages
 * hold one at a time (docs/decisions/0013). Who has none looks for themselves, and tries again.
 */
export function keepLine(org: string | null, ear: Ear): () => void {
  let line: Line | null = null
  const hangUp = () => {
    line?.hangUp()
    line = null
  }
  const onVisibility = () => {
    if (isVisible()) line ??= openLine(org, ear)
    else hangUp()
  }
  const look = setInterval(() => {
    if (!isVisible() || line?.isOpen()) return
    ear.lookAgain()
    line?.tryAgain()
  }, LOOK_EVERY_MS)
  document.addEventListener('visibilitychange', onVisibility)
  onVisibility()
  return () => {
    clearInterval(look)
    document.removeEventListener('visibilitychange', onVisibility)
    hangUp()
  }
}

const isVisible = () => document.visibilityState === 'visible'

type Line = { isOpen(): boolean; tryAgain(): void; hangUp(): void }

function openLine(org: string | null, ear: Ear): Line {
  let source: EventSource | null = null
  let freePlace = () => {}
  let isTrying = false
  let isOver = false

  async function tryAgain() {
    if (source || isTrying || isOver || typeof EventSource === 'undefined') return
    isTrying = true
    const free = await takePlace()
    isTrying = false
    if (!free) return
    if (isOver) return free()
    freePlace = free
    source = hear(org, ear, drop)
  }

  function drop() {
    source?.close()
    source = null
    freePlace()
  }

  void tryAgain()
  return {
    isOpen: () => source?.readyState === 1,
    tryAgain: () => void tryAgain(),
    hangUp() {
      isOver = true
      drop()
    },
  }
}

/** @param drop called when the browser will not open it again by itself */
function hear(org: string | null, ear: Ear, drop: () => void): EventSource {
  const source = new EventSource(org === null ? STREAM_PATH : `${STREAM_PATH}?${new URLSearchParams({ org })}`)
  const end = (why: 'access-ended' | 'signed-out') => () => {
    drop()
    ear.ended(why)
  }
  source.onopen = () => ear.lookAgain()
  source.onerror = () => {
    if (source.readyState !== 2) return
    // Refused: the doors say why.
    drop()
    ear.lookAgain()
  }
  source.addEventListener('notification', () => ear.notified())
  source.addEventListener('changed', ({ data }) => {
    const change = Changed.safeParse(JSON.parse(data))
    // A newer server may name what this page does not know.
    if (change.success) ear.changed(change.data)
    else ear.lookAgain()
  })
  source.addEventListener('access-ended', end('access-ended'))
  source.addEventListener('signed-out', end('signed-out'))
  return source
}

const PLACES = 4

/** One of the places that all pages of this browser share, or null. What a page holds is free again when it closes, or crashes. */
async function takePlace(): Promise<(() => void) | null> {
  // Browsers keep locks for https and for localhost.
  if (!navigator.locks) return () => {}
  for (let place = 1; place <= PLACES; place++) {
    const free = await lockIfFree(`human-cloud-stream-${place}`)
    if (free) return free
  }
  return null
}

const lockIfFree = (name: string) =>
  new Promise<(() => void) | null>((answer) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) =>
      lock ? new Promise<void>((free) => answer(free)) : answer(null),
    )
  })
