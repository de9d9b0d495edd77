import { mkdirSync } from 'node:fs'
import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Mailbox = { smtpUrl: string; webUrl: string; stop(): Promise<void> }

type Settings = {
  /** Preferred ports: when one is taken, the next free one is used. */
  smtpPort: number
  webPort: number
  /** Mails stay here across restarts. */
  directory: string
  log: (line: string) => void
}

const mailsToKeep = 500
const portsToTry = 50
const startsToTry = 5
const secondsToStop = 2

/** A mail server for development: delivers nothing, shows every mail on a web page. Both listen on this machine only. */
export async function startMailbox({ smtpPort, webPort, directory, log }: Settings): Promise<Mailbox> {
  const MailDev = await loadMaildev()
  // The mails hold sign-in codes.
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const { maildev, api, ports } = await listen()
  refuseOtherSites(api!.server.server as Server)
  return {
    smtpUrl: `smtp://127.0.0.1:${ports.smtp}`,
    webUrl: `http://127.0.0.1:${ports.web}`,
    // A mail client that keeps its connection open would hold it for half a minute.
    stop: () => Promise.race([maildev.stop(), sleep(secondsToStop * 1000, undefined, { ref: false })]),
  }

  /** A port that was free when asked may be taken a moment later, by another program that starts now: then the next ones. */
  async function listen(again = startsToTry) {
    const ports = await choosePorts(smtpPort, webPort, log)
    const maildev = new MailDev({ ...settings, ...ports, mailDirectory: directory })
    try {
      const { api } = await withoutBanner(() => maildev.start())
      return { maildev, api, ports }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || again === 0) throw error
      await maildev.stop().catch(() => {})
      return listen(again - 1)
    }
  }
}

const settings = { ip: '127.0.0.1', webIp: '127.0.0.1', silent: true, maxEmails: mailsToKeep }

async function loadMaildev() {
  try {
    return (await import('maildev')).MailDev
  } catch (cause) {
    throw new Error(
      'The development mailbox is not installed. Set SMTP_URL to a mail server, or run npm install with its optional dependencies.',
      { cause },
    )
  }
}

async function choosePorts(smtpPort: number, webPort: number, log: Settings['log']) {
  const smtp = await nextFreePort(smtpPort)
  const web = await nextFreePort(webPort, smtp)
  if (smtp !== smtpPort) log(`Port ${smtpPort} is taken: the mailbox receives on ${smtp}.`)
  if (web !== webPort) log(`Port ${webPort} is taken: the mailbox page is on ${web}.`)
  return { smtp, web }
}

async function nextFreePort(preferred: number, except?: number): Promise<number> {
  const candidates = Array.from({ length: portsToTry }, (_, step) => preferred + step)
  for (const port of candidates) {
    if (port !== except && (await isFree(port))) return port
  }
  throw new Error(`The mailbox finds no free port from ${preferred} to ${candidates.at(-1)}.`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** Maildev announces itself on the console whatever it is told; our own start lines say where the mailbox is. */
async function withoutBanner<T>(work: () => Promise<T>): Promise<T> {
  const speak = console.info
  console.info = (...words) => {
    if (!String(words[0]).startsWith('MailDev')) speak(...words)
  }
  try {
    return await work()
  } finally {
    console.info = speak
  }
}

/** Maildev lets any web page read it. Any page that the developer visits could then fetch sign-in codes from here. */
function refuseOtherSites(server: Server) {
  guard(server, 'request', (_request, response) => response.writeHead(403).end())
  guard(server, 'upgrade', (_request, socket) => socket.destroy())
}

type Refusable = { writeHead(status: number): { end(): unknown }; destroy(): unknown }

function guard(
  server: Server,
  event: 'request' | 'upgrade',
  refuse: (request: IncomingMessage, peer: Refusable) => void,
) {
  const listeners = server.listeners(event)
  server.removeAllListeners(event)
  server.on(event, (request: IncomingMessage, peer: Refusable, ...others: unknown[]) => {
    if (isFromElsewhere(request)) refuse(request, peer)
    else for (const listener of listeners) listener.call(server, request, peer, ...others)
  })
}

function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)
}
