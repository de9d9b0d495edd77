import type { z } from 'zod'

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A door between web and server: a verb and a path, what goes in, what comes out. */
export type Endpoint<I extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> = {
  /** A path below `/api/v1`, or a whole one that begins with `/api/`. `:name` is a path parameter and a field of the input. */
  route: `${Verb} /${string}`
  /** One sentence for the API's readers. */
  summary: string
  /** Path parameters, query (GET) and body (all others), in one flat object. Unknown fields are refused. */
  input: I
  /** What the answer may carry. Everything else is stripped. */
  reply: R
  /** Status of a good answer; 200 unless told. */
  status: 200 | 201
  /** Honours `Idempotency-Key`: the same key and body get the first answer again. */
  idempotent: boolean
  /** Honours `If-Match` with the version that the caller has seen; a stale one is refused with 412. */
  versioned: boolean
  /** Takes a body as large as its fields allow, up to `LARGE_BODY_BYTES`. All others take `BODY_BYTES` (ABUSE 45). */
  largeBody: boolean
  /** `json`, or the text of a `CsvFile`, sent as a file to keep. */
  sends: 'json' | 'csv'
}

export const BODY_BYTES = 100_000
/** More than the longest that fits the fields of any door, in any letters: at four bytes a character, as UTF-8. */
export const LARGE_BODY_BYTES = 1_200_000

type Shape<I, R> = { summary: string; input: I; reply: R } & Partial<
  Pick<Endpoint, 'status' | 'idempotent' | 'versioned' | 'largeBody' | 'sends'>
>

export const endpoint = <I extends z.ZodType, R extends z.ZodType>(
  route: Endpoint['route'],
  shape: Shape<I, R>,
): Endpoint<I, R> => ({
  route,
  status: 200,
  idempotent: false,
  versioned: false,
  largeBody: false,
  sends: 'json',
  ...shape,
})

/** The verb and the whole path of a door, path parameters still named: `['GET', '/api/v1/organizations/:org/members']`. */
export function address({ route }: Pick<Endpoint, 'route'>): [Verb, string] {
  const [verb, path] = route.split(' ') as [Verb, string]
  return [verb, path.startsWith('/api/') ? path : `/api/v1${path}`]
}
