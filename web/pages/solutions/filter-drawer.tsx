import { Button, Drawer } from '@mantine/core'
import type { Change } from './address.ts'
import { type Counts, Facets } from './facets.tsx'
import { choicesOf, type SolutionsSearch } from './search.ts'
import styles from './solutions.module.css'

type FilterDrawerProps = {
  opened: boolean
  onClose: () => void
  counts: Counts
  /** How many there are now, such as "6 of 61 solutions". */
  found: string
  filter: SolutionsSearch
  onChange: (change: Change) => void
  onClear: () => void
}

/** On phones the facets come from below. Each choice works at once; the button only goes back to what was found. */
export const FilterDrawer = ({ opened, onClose, found, onClear, ...facets }: FilterDrawerProps) => (
  <Drawer
    opened={opened}
    onClose={onClose}
    title="Filter"
    position="bottom"
    size="85%"
    classNames={{ title: styles.drawerTitle ?? '', content: styles.drawer ?? '' }}
    attributes={{ header: { role: 'none' } }}
  >
    <Facets {...facets} large />
    <div className={styles.foot}>
      {choicesOf(facets.filter).length > 0 && (
        <Button variant="default" onClick={onClear}>
          Clear all
        </Button>
      )}
      <Button flex={1} onClick={onClose}>
        Show {found}
      </Button>
    </div>
  </Drawer>
)
