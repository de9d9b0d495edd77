import type { BriefSummary } from '../../../shared/briefs.ts'
import type { ShortlistSummary } from '../../../shared/shortlists.ts'
import records from '../../ui/records.module.css'
import { authorOf } from './words.ts'
import styles from './work.module.css'

/** Who made it, in a row. */
export const Author = ({ of }: { of: Pick<ShortlistSummary | BriefSummary, 'own' | 'author'> }) => (
  <>
    <span className={styles.person}>{authorOf(of)}</span>
    {!of.own && of.author.as === 'partner' && <span className={records.second}>Partner</span>}
  </>
)
