import { vi } from 'vitest'

/* The browser's EventSource, in the hands of a test. */

export class Line {
  static all: Line[] = []
  /** The newest one. */
  static get newest(): Line {
    return Line.all.at(-1)!
  }

  readonly url: string
  readyState = 0
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  private readonly listeners = new Map<string, (event: { data: string }) => void>()

  constructor(url: string) {
    this.url = url
    Line.all.push(this)
  }
  addEventListener(event: string, listener: (event: { data: string }) => void) {
    this.listeners.set(event, listener)
  }
  close() {
    this.readyState = 2
  }

  open() {
    this.readyState = 1
    this.onopen?.()
  }
  say(event: string, facts: object = {}) {
    this.listeners.get(event)?.({ data: JSON.stringify(facts) })
  }
  /** The server refused: the browser will not try again. */
  refuse() {
    this.readyState = 2
    this.onerror?.()
  }
  /** The connection broke: the browser tries again by itself. */
  break() {
    this.readyState = 0
    this.onerror?.()
  }
}

export const openLines = () => Line.all.filter(({ readyState }) => readyState !== 2)

/** Before each test of a file: nobody listens, somebody looks. */
export function takeLines() {
  Line.all = []
  vi.stubGlobal('EventSource', Line)
  lookAt('visible')
}

/** Whether somebody looks at this page. */
export function lookAt(visibility: 'visible' | 'hidden') {
  Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}
