import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { exportAudit } from '../../../shared/audit.ts'
import { address } from '../../../shared/endpoint.ts'
import { type AuditSearch, auditSearch, wanted } from './search.ts'

type Filter = AuditSearch
/** As a field says it: whatever is no filter falls away on its way into the address. */
type Chosen = { [name in keyof Filter]?: string | null }

/** The filter stands in the address, so that a colleague who is sent it sees the same, and *Back* leads to the one before. */
export function useAuditAddress() {
  const from = '/signed-in/w/$org/auditing/settings/audit'
  const { org } = useParams({ from })
  const filter = useSearch({ from })
  const navigate = useNavigate({ from: '/w/$org/settings/audit' })
  const filterBy = (chosen: Chosen) =>
    void navigate({ search: auditSearch({ ...filter, ...chosen }), resetScroll: false })
  const showAll = () => void navigate({ search: {}, resetScroll: false })
  return { org, filter, filterBy, showAll }
}

export const isFiltered = (filter: Filter): boolean => Object.keys(filter).length > 0

/** The file of what is shown: a plain link, the browser keeps it. */
export function fileAddress(org: string, filter: Filter): string {
  const path = address(exportAudit)[1].replace(':org', encodeURIComponent(org))
  const query = new URLSearchParams(wanted(filter)).toString()
  return query ? `${path}?${query}` : path
}
