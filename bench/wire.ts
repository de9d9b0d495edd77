import { connect, type Socket } from 'node:net'

/*
 * The smallest HTTP client that keeps a connection: it costs the generator a few microseconds a request, so that the
 * processor belongs to those who are measured.
 */

export type Wire = { send(request: string): Promise<Answer>; close(): void }
export type Answer = { status: number; body: string }

const HEAD_END = '\r\n\r\n'

export async function openWire(port: number): Promise<Wire> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise((connected, failed) => socket.once('connect', connected).once('error', failed))
  return { send: (request) => exchange(socket, request), close: () => socket.destroy() }
}

function exchange(socket: Socket, request: string): Promise<Answer> {
  return new Promise((answered, failed) => {
    let received: Buffer = Buffer.alloc(0)
    const settle = (finish: () => void) => {
      socket.off('data', onData).off('error', failed).off('close', onClose)
      finish()
    }
    const onClose = () => settle(() => failed(new Error('The server closed the connection.')))
    const onData = (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      const answer = wholeAnswer(received)
      if (answer) settle(() => answered(answer))
    }
    socket.on('data', onData).on('error', failed).on('close', onClose)
    socket.write(request)
  })
}

/** Undefined while parts are missing. One request is under way at a time, so what has arrived belongs to it. */
function wholeAnswer(received: Buffer): Answer | undefined {
  const headEnd = received.indexOf(HEAD_END)
  if (headEnd < 0) return undefined
  const head = received.toString('latin1', 0, headEnd)
  const rest = received.subarray(headEnd + HEAD_END.length)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  const whole = length === undefined ? rest.subarray(-5).equals(LAST_CHUNK) : rest.length === Number(length)
  return whole ? { status: Number(head.slice(9, 12)), body: rest.toString('utf8') } : undefined
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n')
