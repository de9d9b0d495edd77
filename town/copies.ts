import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    townUrl: string
  }
}

/** Nobody ever connects to the town that was loaded before the tests, so it serves as a template: 50 ms a copy. */
export async function copyTown(): Promise<{ url: string; drop(): Promise<void> }> {
  const template = new URL(inject('townUrl'))
  const name = `${template.pathname.slice(1)}_copy_${randomUUID().slice(0, 8)}`
  await administer(`create database "${name}" template ${template.pathname.slice(1)}`, template)
  return {
    url: withName(template, name),
    drop: () => administer(`drop database "${name}" with (force)`, template),
  }
}

function withName(url: URL, name: string) {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

async function administer(statement: string, url: URL) {
  const client = new pg.Client({ connectionString: withName(url, 'postgres') })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
