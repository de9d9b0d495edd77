/** What the address says of the page: ids, never an email address, and days in the reader's zone. */
export type AuditSearch = { person?: string; delegation?: string; kind?: string; from?: string; to?: string }

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Whatever else stands in the address bar is not there. */
export const auditSearch = ({ person, delegation, kind, from, to }: Record<string, unknown>): AuditSearch => ({
  ...(isId(person) && { person }),
  ...(isId(delegation) && { delegation }),
  ...(isKind(kind) && { kind }),
  ...(isDay(from) && { from }),
  ...(isDay(to) && { to }),
})

const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)
const isKind = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z]{1,40}([.][a-zA-Z]{1,40})?$/.test(value)
export const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^(19|2\d)\d\d-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))

/** As the door takes it: a day begins at its midnight in the reader's zone, and the last one is whole. */
export const wanted = ({ person, delegation, kind, from, to }: AuditSearch) => ({
  ...(person && { personId: person }),
  ...(delegation && { delegation }),
  ...(kind && { kind }),
  ...(from && { from: midnight(from, 0) }),
  ...(to && { until: midnight(to, 1) }),
})

function midnight(day: string, later: number): string {
  const [year, month, date] = day.split('-').map(Number)
  return new Date(year!, month! - 1, date! + later).toISOString()
}
