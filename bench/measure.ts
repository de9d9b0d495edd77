/** What one round of one contestant showed. Latencies in milliseconds. */
export type Round = {
  perSecond: number
  p50: number
  p99: number
  errors: number
  /** One whole answer, to look into. */
  sample: string
}

/** One request, or its like: true where the answer was the expected one. */
export type Attempt = (lane: number) => Promise<{ good: boolean; body: string }>

export const LEAD_IN_SECONDS = 0.3

/**
 * A closed loop: every lane asks again as soon as it was answered. What is answered in the lead-in (connections open,
 * caches fill) is not counted.
 */
export async function measure(lanes: number, seconds: number, attempt: Attempt): Promise<Round> {
  const begin = performance.now() + LEAD_IN_SECONDS * 1000
  const end = begin + seconds * 1000
  const latencies: number[] = []
  let errors = 0
  let sample = ''

  const run = async (lane: number) => {
    for (let asked = performance.now(); asked < end; ) {
      const { good, body } = await attempt(lane)
      const answered = performance.now()
      if (!good) errors++
      if (answered >= begin && answered < end) latencies.push(answered - asked)
      sample ||= body
      asked = answered
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)))
  latencies.sort((one, other) => one - other)
  return {
    perSecond: latencies.length / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    errors,
    sample,
  }
}

/** Of sorted numbers. */
export const quantile = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

export const median = (numbers: number[]): number =>
  quantile(
    numbers.toSorted((one, other) => one - other),
    0.5,
  )
