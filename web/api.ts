import {
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { useRef } from 'react'
import type { z } from 'zod'
import { address, type Endpoint, type Verb } from '../shared/endpoint.ts'
import { isProblem, networkProblem, problemIn } from './problem.ts'

type CallOptions = {
  /** The version that the person has seen: a newer one refuses the change with 412. */
  ifMatch?: number | undefined
  idempotencyKey?: string | undefined
  /** The whole header, such as `Invitation <token>`. */
  authorization?: string | undefined
  signal?: AbortSignal | undefined
}

/** Walks through one door. Throws a `ProblemError`. */
export async function call<I extends z.ZodType, R extends z.ZodType>(
  door: Endpoint<I, R>,
  input: z.input<I>,
  options: CallOptions = {},
): Promise<z.output<R>> {
  const [verb, url, body] = requestTo(door, input as Record<string, unknown>)
  const saving = verb !== 'GET'
  const response = await fetch(url, {
    method: verb,
    headers: headersOf(saving, options),
    credentials: 'same-origin',
    signal: options.signal ?? null,
    ...(saving && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw options.signal?.aborted ? error : networkProblem(saving)
  })
  const answer = await readJson(response)
  if (!response.ok) throw problemIn(answer, response.status, saving)
  return door.reply.parse(answer)
}

/** Path parameters leave the input for the path; of the rest, GET makes a query and every other verb a body. */
function requestTo(door: Endpoint, input: Record<string, unknown>): [Verb, string, Record<string, unknown>] {
  const [verb, pattern] = address(door)
  const rest = { ...input }
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => {
    const value = encodeURIComponent(String(rest[name]))
    delete rest[name]
    return value
  })
  const query = verb === 'GET' ? queryOf(rest) : ''
  return [verb, query ? `${path}?${query}` : path, rest]
}

const queryOf = (fields: Record<string, unknown>) =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined).map((one) => [name, String(one)]),
    ),
  ).toString()

const headersOf = (saving: boolean, { ifMatch, idempotencyKey, authorization }: CallOptions) => ({
  accept: 'application/json',
  ...(saving && { 'content-type': 'application/json' }),
  ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
  ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
  ...(authorization && { authorization }),
})

/** What a proxy says in HTML is no answer of ours; `undefined` then. */
const readJson = (response: Response): Promise<unknown> => response.json().catch(() => undefined)

type ReadOptions = { authorization?: string | undefined }

/** A door as a query: for `useQuery`, for `cache.ensureQueryData` in a route, for `cache.setQueryData`. */
export const reading = <I extends z.ZodType, R extends z.ZodType>(
  door: Endpoint<I, R>,
  input: z.input<I>,
  { authorization }: ReadOptions = {},
) =>
  queryOptions<z.output<R>, Error>({
    queryKey: [door.route, input],
    queryFn: ({ signal }) => call(door, input, { authorization, signal }),
  })

/** What is behind a door, kept fresh. Suspends until it is there: put a `Loaded` around. */
export const useRead = <I extends z.ZodType, R extends z.ZodType>(
  door: Endpoint<I, R>,
  input: z.input<I>,
  options?: ReadOptions,
): z.output<R> => useSuspenseQuery(reading(door, input, options)).data as z.output<R>

type Page = { items: unknown[]; nextCursor: string | null }

/** A list page by page. `first` is the first page, with the counts that came along; `more` is there while there is more. */
export function useReadList<I extends z.ZodType, P extends Page>(
  door: Endpoint<I, z.ZodType<P>>,
  input: Omit<z.input<I>, 'cursor'>,
): { items: P['items'][number][]; first: P; more: (() => void) | null; loadingMore: boolean } {
  const list = useSuspenseInfiniteQuery({
    queryKey: [door.route, input, 'list'],
    queryFn: ({ pageParam, signal }) =>
      call(door, { ...input, ...(pageParam && { cursor: pageParam }) } as z.input<I>, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: P) => page.nextCursor,
  })
  return {
    items: list.data.pages.flatMap((page) => page.items),
    first: list.data.pages[0]!,
    more: list.hasNextPage ? () => void list.fetchNextPage() : null,
    loadingMore: list.isFetchingNextPage,
  }
}

type WriteOptions = {
  /** Doors whose answers this change makes old. */
  refresh: Pick<Endpoint, 'route'>[]
  /** Once it is done, also where the page that asked is gone by then. */
  lastly?: () => void
} & Pick<CallOptions, 'ifMatch' | 'authorization'>

/** A change through a door. `mutate(input, { onSuccess })`; what was read through the doors in `refresh` is read anew. */
export function useWrite<I extends z.ZodType, R extends z.ZodType>(
  door: Endpoint<I, R>,
  { refresh, lastly, ifMatch, authorization }: WriteOptions,
) {
  const cache = useQueryClient()
  const attempt = useAttempt()
  return useMutation<z.output<R>, Error, z.input<I>>({
    mutationFn: (input) =>
      call(door, input, { ifMatch, authorization, idempotencyKey: door.idempotent ? attempt.keyOf(input) : undefined }),
    onSuccess: async () => {
      await refreshDoors(cache, refresh)
      lastly?.()
    },
    onSettled: (_answer, error) => {
      if (!isProblem(error) || !error.passing) attempt.over()
    },
  })
}

export const refreshDoors = (cache: QueryClient, doors: Pick<Endpoint, 'route'>[]) =>
  Promise.all(doors.map(({ route }) => cache.invalidateQueries({ queryKey: [route] })))

/** Until somebody answered, the same input is the same attempt: *Try again* after a broken line cannot send a second mail. */
function useAttempt() {
  const open = useRef({ text: '', key: '' })
  return {
    keyOf(input: unknown) {
      const text = JSON.stringify(input)
      if (text !== open.current.text) open.current = { text, key: freshKey() }
      return open.current.key
    },
    over() {
      open.current = { text: '', key: '' }
    },
  }
}

/** Not `randomUUID`: browsers keep that one for https. */
const freshKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export const isSignedOut = (error: unknown) => isProblem(error) && error.code === 'signed_out'

/** Reads again only what can come right by itself; `onSignedOut` hears of every door that asked to sign in. */
export function createCache(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => void (isSignedOut(error) && onSignedOut())
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // Without a line too: the words and Try again come from us, never a spinner that waits for the line.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        staleTime: 10_000,
        retry: (times, error) => times < 2 && isProblem(error) && error.passing,
      },
    },
  })
}
