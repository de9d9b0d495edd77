import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type SolutionsSearch, solutionsSearch } from './search.ts'

export const solutionsRoute = '/signed-in/w/$org/catalogue/solutions'

/** As a field says it: whatever is no filter falls away on its way into the address. */
export type Change = { [name in keyof SolutionsSearch]: unknown }

/** Words and filter stand in the address, so that a colleague who is sent it finds the same. */
export function useSolutionsAddress() {
  const { org } = useParams({ from: solutionsRoute })
  const filter = useSearch({ from: solutionsRoute })
  const navigate = useNavigate({ from: '/w/$org/solutions' })
  return {
    org,
    filter,
    change: (change: Change) =>
      void navigate({
        search: (before) => solutionsSearch({ ...before, ...change }),
        replace: true,
        resetScroll: false,
      }),
  }
}
