import { type RequestState, requestStates } from '../../../shared/requests.ts'

/** What the address says of the list: the filter. */
export type RequestsSearch = { state?: RequestState }

export function requestsSearch({ state }: Record<string, unknown>): RequestsSearch {
  const known = Object.keys(requestStates).find((one) => one === state)
  return known ? { state: known as RequestState } : {}
}
