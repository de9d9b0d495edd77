import { TextLink } from '../../ui/link.tsx'
import type { FacetName } from '../solutions/search.ts'

type FilterLinkProps = { org: string; facet: FacetName; value: string; className?: string }

/** Leads to all solutions that have this in common. */
export const FilterLink = ({ org, facet, value, className = '' }: FilterLinkProps) => (
  <TextLink
    to="/w/$org/solutions"
    params={{ org }}
    search={{ [facet]: [value] }}
    size="sm"
    c="inherit"
    underline="hover"
    className={className}
  >
    {value}
  </TextLink>
)
