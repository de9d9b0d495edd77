import type { FacetName } from '../solutions/search.ts'
import { FilterLink } from './filter-link.tsx'
import styles from './solution.module.css'

type TagsProps = { org: string; label: string; facet: FacetName; values: string[] }

/** Each leads to all that have it, too. */
export const Tags = ({ label, values, ...link }: TagsProps) =>
  values.length > 0 && (
    <section className={styles.tags} aria-labelledby={link.facet}>
      <h2 id={link.facet}>{label}</h2>
      <ul>
        {values.map((value) => (
          <li key={value}>
            <FilterLink {...link} value={value} className={styles.tag ?? ''} />
          </li>
        ))}
      </ul>
    </section>
  )
