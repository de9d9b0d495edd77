/*
 * Before `npm start`: builds the web where there is no build yet, or where a source is newer than it. A production
 * server that was given its build has no bundler installed, and needs none.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const built = join(root, 'dist/web/index.html')

const newest = (folder: string): number =>
  Math.max(
    0,
    ...readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(root, folder, name)).mtimeMs,
    ),
  )

const isFresh = () => existsSync(built) && statSync(built).mtimeMs > Math.max(newest('web'), newest('shared'))

if (!isFresh()) {
  const vite = await import('vite').catch(() => null)
  if (vite) await vite.build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' })
  else if (!existsSync(built))
    console.warn('The web is not built, and the bundler is not installed: only the API will answer.')
}
