/*
 * node server/solutions/import-command.ts <catalogue.csv|catalogue.json>
 *
 * Into the database of DATABASE_URL, or the embedded one of DATA_DIR (the program must not be running then). Ends with 0
 * where every row was taken, with 1 where some were named and left out, with 2 where nothing was taken at all.
 */
import { readConfig } from '../config.ts'
import { openDb, openPool } from '../db/db.ts'
import { migrate } from '../db/migrate.ts'
import { startLocalDatabase } from '../local.ts'
import { readCatalogueFile } from './catalogue-file.ts'
import { type BadRow, type ImportReport, importCatalogue, tidyCatalogue } from './import.ts'

const MOST_LINES = 1000

const path = process.argv[2]
if (!path || process.argv.length > 3)
  stop('Say which file: node server/solutions/import-command.ts <file.csv|file.json>')
try {
  const report = await importInto(process.env, path)
  print(report)
  process.exitCode = report.bad.length > 0 ? 1 : 0
} catch (error) {
  stop(`Nothing was imported. ${wordsOf(error as Error)}`)
}

async function importInto(environment: NodeJS.ProcessEnv, file: string): Promise<ImportReport> {
  const given = environment.DATABASE_URL
  const local = given ? null : await startLocalDatabase(readConfig(environment).dataDirectory, console.error)
  try {
    const url = given ?? local!.url
    await migrate(url)
    return await importAt(url, file)
  } finally {
    await local?.stop()
  }
}

/** As the owner of the tables, who alone may tidy them. */
async function importAt(url: string, file: string): Promise<ImportReport> {
  const db = openDb(openPool({ url, connections: 1, role: null, statementTimeoutSeconds: 600 }))
  try {
    const report = await importCatalogue(db, readCatalogueFile(file))
    if (report.created + report.updated > 0) await tidyCatalogue(db)
    return report
  } finally {
    await db.destroy()
  }
}

function print({ created, updated, unchanged, bad }: ImportReport) {
  for (const row of bad.slice(0, MOST_LINES)) console.error(lineOf(row))
  if (bad.length > MOST_LINES) console.error(`… and ${(bad.length - MOST_LINES).toLocaleString('en')} more.`)
  console.log(`${created} new, ${updated} changed, ${unchanged} as they were, ${bad.length} left out.`)
}

function lineOf({ line, slug, problem }: BadRow): string {
  return `line ${line}${slug ? ` (${slug})` : ''}: ${problem}`
}

/** What a person can repair is said in words; anything else is a bug and shows where it happened. */
function wordsOf(error: Error): string {
  return ['CatalogueFileError', 'ConfigError', 'StartError'].includes(error.name)
    ? error.message
    : (error.stack ?? error.message)
}

function stop(words: string): never {
  console.error(words)
  process.exit(2)
}
