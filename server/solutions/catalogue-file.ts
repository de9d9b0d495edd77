import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { type CsvError, type Options, parse } from 'csv-parse'
import { type Column, columns } from './catalogue-row.ts'

/** What stands in the file: a line number (for JSON the number of the entry, from 1) and its values, or why there are none. */
export type Entry = { line: number; values: unknown } | { line: number; unreadable: string }

/** The file as a whole cannot be used, so nothing of it is. */
export class CatalogueFileError extends Error {
  override name = 'CatalogueFileError'
}

const LARGEST_FILE_BYTES = 500_000_000
const LARGEST_ROW_BYTES = 200_000

export async function* readCatalogueFile(path: string): AsyncGenerator<Entry> {
  const { size } = await stat(path).catch(() => fail(`There is no file ${path}.`))
  if (size > LARGEST_FILE_BYTES) fail(`The file is larger than ${LARGEST_FILE_BYTES / 1_000_000} MB.`)
  const kind = extname(path).toLowerCase()
  if (kind === '.csv') yield* readCsv(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>)
  else if (kind === '.json') yield* readJson(await readFile(path))
  else fail('The file must be a .csv or a .json.')
}

function fail(words: string): never {
  throw new CatalogueFileError(words)
}

export function* readJson(bytes: Uint8Array): Generator<Entry> {
  const list = parseJson(bytes)
  if (!Array.isArray(list)) fail('The JSON must be one list of solutions.')
  for (const [index, values] of list.entries()) yield { line: index + 1, values }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    const words = cause instanceof SyntaxError ? `This is not JSON: ${cause.message}` : 'The file is not UTF-8 text.'
    throw new CatalogueFileError(words, { cause })
  }
}

/**
 * RFC 4180. A row that breaks its rules is named and skipped; a quote that never ends would swallow the rest, so it stops
 * everything. The parser is ahead of who reads here: bad rows come a little before their turn.
 */
export async function* readCsv(bytes: ReadableStream<Uint8Array>): AsyncGenerator<Entry> {
  const { rows, skipped } = openParser(bytes)
  let header: Column[] | null = null
  try {
    for await (const { cells, line } of rows as AsyncIterable<Cells>) {
      yield* skipped.splice(0)
      if (!header) header = headerOf(cells)
      else if (cells.length > 1 || cells[0]?.trim()) yield entryOf(header, cells, line)
    }
  } catch (error) {
    throw asFileError(error as Error)
  }
  yield* skipped
  if (!header) fail(`The file is empty. Its first line must name the columns: ${columns.join(', ')}.`)
}

type Cells = { cells: string[]; line: number }

/** A row begins on the line after the one on which the row before it ended. */
function openParser(bytes: ReadableStream<Uint8Array>) {
  const skipped: Entry[] = []
  let line = 1
  const begun = (lastLine: number) => {
    const first = line
    line = lastLine + 1
    return first
  }
  const options: Options<Cells, string[]> = {
    bom: true,
    relax_column_count: true,
    max_record_size: LARGEST_ROW_BYTES,
    skip_records_with_error: true,
    on_record: (cells, { lines }) => ({ cells, line: begun(lines) }),
    on_skip(error) {
      const { lines } = error as CsvError & { lines: number }
      // One row can be wrong in several places.
      if (error && lines >= line) skipped.push(unreadable(error, begun(lines)))
      return undefined
    },
  }
  const rows = parse(options as unknown as Options)
  const text = bytes.pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))
  Readable.fromWeb(text as Parameters<typeof Readable.fromWeb>[0])
    .on('error', (error) => rows.destroy(error))
    .pipe(rows)
  return { rows, skipped }
}

function unreadable(error: CsvError, line: number): Entry {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    fail('A quote is opened and never closed, so where its row ends cannot be known.')
  if (error.code === 'CSV_MAX_RECORD_SIZE') fail(`The row at line ${line} is too long. Is a quote missing?`)
  return {
    line,
    unreadable:
      'The quotes of this row are not as they should be: put quotes around the whole cell, and double those inside.',
  }
}

function asFileError(error: Error): Error {
  if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new CatalogueFileError('The file is not UTF-8 text.', { cause: error })
  return error
}

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '')

/** "Customer size" and "customer_size" are the column customerSize. */
function headerOf(cells: string[]): Column[] {
  const named = cells.map((cell) => columns.find((column) => plain(column) === plain(cell)))
  const unknown = cells.filter((_, index) => !named[index])
  const missing = columns.filter((column) => !named.includes(column))
  const twice = columns.filter((column) => named.filter((name) => name === column).length > 1)
  const faults = [
    ...(unknown.length > 0 ? [`Unknown columns: ${unknown.join(', ')}.`] : []),
    ...(missing.length > 0 ? [`Missing columns: ${missing.join(', ')}.`] : []),
    ...(twice.length > 0 ? [`Columns that are there twice: ${twice.join(', ')}.`] : []),
  ]
  if (faults.length > 0) fail(`${faults.join(' ')} The columns are: ${columns.join(', ')}.`)
  return named as Column[]
}

function entryOf(header: Column[], cells: string[], line: number): Entry {
  return cells.length === header.length
    ? { line, values: Object.fromEntries(header.map((column, index) => [column, cells[index]])) }
    : { line, unreadable: `This row has ${cells.length} cells, but there are ${header.length} columns.` }
}
