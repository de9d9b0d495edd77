import { Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useDeferredValue, useState } from 'react'
import { openWorkspace } from '../../shared/organizations.ts'
import { searchSolutions } from '../../shared/solutions.ts'
import { useRead, useReadList } from '../api.ts'
import { useFocusOnMore } from '../ui/focus-on-more.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHeader } from '../ui/page.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { type Change, useSolutionsAddress } from './solutions/address.ts'
import { Cards } from './solutions/cards.tsx'
import { Facets } from './solutions/facets.tsx'
import { FilterDrawer } from './solutions/filter-drawer.tsx'
import { Found, NothingFound, SearchedFor } from './solutions/results.tsx'
import { PAGE, type SolutionsSearch } from './solutions/search.ts'
import { SearchLine } from './solutions/search-line.tsx'
import styles from './solutions/solutions.module.css'
import { foundWords } from './solutions/words.ts'

const nothing = { search: undefined, category: undefined, capability: undefined, region: undefined }

export default function Solutions() {
  const { org, filter, change } = useSolutionsAddress()
  const [isFiltering, setFiltering] = useState(false)
  const { can } = useRead(openWorkspace, { org })
  return (
    <>
      <PageHeader
        title="Solutions"
        purpose={
          can.saveSolutions
            ? 'Find who can do the work, and save the ones worth a second look.'
            : 'Find who can do the work.'
        }
      />
      <SearchLine filter={filter} onChange={change} onFilter={() => setFiltering(true)} />
      <Loaded label="Loading solutions" skeleton={<Ghosts />}>
        <Catalogue
          org={org}
          filter={filter}
          onChange={change}
          isFiltering={isFiltering}
          onFiltered={() => setFiltering(false)}
        />
      </Loaded>
    </>
  )
}

type CatalogueProps = {
  org: string
  filter: SolutionsSearch
  onChange: (change: Change) => void
  isFiltering: boolean
  onFiltered: () => void
}

/** The last answer stays, faded, until the one for a new filter is there. */
function Catalogue({ org, filter, onChange, isFiltering, onFiltered }: CatalogueProps) {
  const workspace = useRead(openWorkspace, { org })
  const shown = useDeferredValue(filter)
  const { items, first, more, loadingMore } = useReadList(searchSolutions, { ...shown, limit: PAGE })
  const isNarrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })
  const list = useFocusOnMore<HTMLDivElement>(items.length, loadingMore)
  const clear = () => onChange(nothing)
  const facets = { counts: first.facets ?? noFacets, filter, onChange }
  return (
    <div className={styles.layout}>
      {isNarrow ? (
        <FilterDrawer
          {...facets}
          opened={isFiltering}
          onClose={onFiltered}
          found={foundWords(first, null)}
          onClear={clear}
        />
      ) : (
        <form aria-label="Filter">
          <Facets {...facets} />
        </form>
      )}
      <div ref={list} className={shown === filter ? '' : styles.stale}>
        <Found found={first} filter={filter} onChange={onChange} onClear={clear} />
        {first.searchedFor && <SearchedFor words={first.searchedFor} typed={shown.search} />}
        {items.length === 0 ? (
          <NothingFound filter={shown} onClear={clear} />
        ) : (
          <Cards workspace={workspace} solutions={items} />
        )}
        <ShowMore more={more} loading={loadingMore} />
      </div>
    </div>
  )
}

const noFacets = { category: [], capability: [], region: [] }

/** The shape of what comes, so that nothing jumps. */
const Ghosts = () => (
  <div className={styles.layout}>
    <div className={styles.facetGhosts}>
      {[5, 8, 6].map((lines) => (
        <div key={lines}>
          {Array.from({ length: lines }, (_, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines that are all alike
            <Skeleton key={line} h={14} w={`${88 - ((line * 13) % 40)}%`} mb={14} />
          ))}
        </div>
      ))}
    </div>
    <div>
      <Skeleton h={18} w={140} mb={22} />
      <div className={styles.grid}>
        {[0, 1, 2, 3, 4, 5].map((card) => (
          <Skeleton key={card} h={166} radius="lg" />
        ))}
      </div>
    </div>
  </div>
)
