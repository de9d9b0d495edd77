import { listShortlists } from '../../../shared/shortlists.ts'
import { useRead } from '../../api.ts'
import { paths } from '../../paths.ts'
import { TextLink } from '../../ui/link.tsx'
import { NEWEST, NoWork, WorkList } from './work-list.tsx'

/** The newest shortlists one sees. */
export default function NewestShortlists({ org }: { org: string }) {
  const { items, nextCursor } = useRead(listShortlists, { org, limit: NEWEST })
  if (items.length === 0)
    return (
      <NoWork>
        <TextLink to={paths.solutions(org)}>Find solutions</TextLink> for the first one.
      </NoWork>
    )
  return (
    <WorkList
      works={items}
      pathOf={(id) => paths.shortlist(org, id)}
      all={nextCursor ? { to: paths.shortlists(org), words: 'See all shortlists' } : null}
    />
  )
}
