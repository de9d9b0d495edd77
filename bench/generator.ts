import { measure } from './measure.ts'
import { answerWith } from './processes.ts'
import { openWire } from './wire.ts'

/** Requests as they go over the wire, asked in turn. */
export type Load = { port: number; connections: number; seconds: number; status: number; requests: string[] }

/** Ten characters in a request that become a number nobody had before. */
export const FRESH = '__FRESH___'

let fresh = 0
const freshen = (request: string) => request.replace(FRESH, String(fresh++).padStart(FRESH.length, '0'))

/** Where each list of requests was left: some can be asked once only. */
const turns = new Map<string, number>()

answerWith(async ({ port, connections, seconds, status, requests }: Load) => {
  const wires = await Promise.all(Array.from({ length: connections }, () => openWire(port)))
  const list = requests[0]!
  let turn = turns.get(list) ?? 0
  const round = await measure(connections, seconds, async (lane) => {
    const answer = await wires[lane]!.send(freshen(requests[turn++ % requests.length]!))
    return { good: answer.status === status, body: answer.body }
  })
  turns.set(list, turn)
  for (const wire of wires) wire.close()
  return round
})
