import { type ChildProcess, spawn } from 'node:child_process'
import { type AddressInfo, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { programOptions } from './binaries.ts'
import type { Home, Log } from './home.ts'
import { readLockFile } from './lock-file.ts'
import { endServerProcess } from './processes.ts'

export type Server = { child: ChildProcess; port: number; lastLines: string[]; stopping: boolean; over: boolean }

/** Returns when it is ready, however long a recovery takes, or over. */
export async function launchServer(home: Home, log: Log): Promise<Server> {
  const server = spawnServer(home, await freePort())
  noticeEnd(server)
  listen(server, log)
  while (!server.over && !isReady(home, server)) await sleep(20)
  if (!server.over) server.child.once('close', (code, signal) => mournUnlessStopping(server, code ?? signal, log))
  return server
}

export async function stopServer(home: Home, server: Server) {
  server.stopping = true
  if (!server.over) await endServerProcess(server.child.pid!, home.binaries.pg_ctl, () => !server.over)
}

/** In its own process group: Ctrl-C is for us, not for it. */
function spawnServer(home: Home, port: number): Server {
  const child = spawn(home.binaries.postgres, serverArguments(home, port), {
    ...programOptions(home.cluster, home.account),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return { child, port, lastLines: [], stopping: false, over: false }
}

/** A test database gives up every promise of surviving a crash, in exchange for speed. */
function serverArguments(home: Home, port: number): string[] {
  const always = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    // Refused statements are daily business here (constraints judge) and may quote personal data: only the server's own affairs.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
  }
  const throwaway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const settings = Object.entries(home.durable ? always : { ...always, ...throwaway })
  return ['-D', home.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Ours and its own: a program that simply ends takes the server along. */
function noticeEnd(server: Server) {
  const farewell = () => void server.child.kill('SIGINT')
  const over = () => {
    server.over = true
    process.off('exit', farewell)
  }
  process.once('exit', farewell)
  server.child.once('exit', over)
  server.child.once('error', (error) => {
    server.lastLines.push(error.message)
    over()
  })
}

/** Remembers the last lines for the day it fails; passes on the two kinds that someone should read. */
function listen(server: Server, log: Log) {
  createInterface({ input: server.child.stderr! }).on('line', (line) => {
    server.lastLines = [...server.lastLines.slice(-19), line]
    if (/not properly shut down/.test(line)) log('The database was not stopped in order last time: recovering it.')
    if (/PANIC/.test(line)) log(`Database: ${line}`)
  })
}

function mournUnlessStopping(server: Server, reason: number | string | null, log: Log) {
  if (server.stopping) return
  log(`The embedded database has stopped by itself (${reason}). Its last words:`)
  server.lastLines.forEach(log)
}

function isReady(home: Home, server: Server): boolean {
  const lockFile = readLockFile(home)
  return lockFile?.pid === server.child.pid && lockFile?.ready === true
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolved, rejected) => probe.once('listening', resolved).once('error', rejected))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolved) => probe.close(resolved))
  return port
}
