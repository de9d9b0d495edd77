import type { Draft } from '../../../shared/requests.ts'

/** `null` before anything was typed. */
export type Keeping = 'typing' | 'keeping' | 'kept' | Error | null

type Keeper = {
  send: (draft: Draft) => Promise<unknown>
  onChange: (keeping: Keeping) => void
}

const MS_OF_SILENCE = 1000
const MS_UNTIL_NEXT_TRY = 10_000

/**
 * Keeps what is typed a moment after one stops, one request at a time, so that an older text never arrives after a newer
 * one. After a broken line it tries again by itself; a refusal is told, and tried again with the next letter.
 */
export function createKeeper({ send, onChange }: Keeper) {
  let unkept: Draft | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<boolean> | null = null

  const keepIn = (milliseconds: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void keepNow(), milliseconds)
  }
  async function keepAll(): Promise<boolean> {
    while (unkept) {
      const draft = unkept
      onChange('keeping')
      try {
        await send(draft)
      } catch (error) {
        onChange(error as Error)
        return false
      }
      if (unkept === draft) unkept = null
    }
    onChange('kept')
    return true
  }
  /** Whether everything is kept now. */
  function keepNow(): Promise<boolean> {
    clearTimeout(timer)
    if (!unkept && !running) return Promise.resolve(true)
    running ??= keepAll().finally(() => {
      running = null
    })
    return running
  }
  return {
    typed(draft: Draft) {
      unkept = draft
      if (!running) onChange('typing')
      keepIn(MS_OF_SILENCE)
    },
    keepNow,
    tryAgainLater: () => keepIn(MS_UNTIL_NEXT_TRY),
    /** What was sent, or is not to be kept, needs no keeping. Waits for a request that is on its way. */
    async forget() {
      clearTimeout(timer)
      unkept = null
      await running
      unkept = null
      onChange(null)
    },
  }
}
