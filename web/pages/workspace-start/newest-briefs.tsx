import { type BriefSummary, briefKinds, listBriefs } from '../../../shared/briefs.ts'
import { openWorkspace } from '../../../shared/organizations.ts'
import { useRead } from '../../api.ts'
import { paths } from '../../paths.ts'
import { TextLink } from '../../ui/link.tsx'
import { solutionsIn } from '../solutions/words.ts'
import { NEWEST, NoWork, WorkList } from './work-list.tsx'

/** The newest briefs one sees, with how many answered. */
export default function NewestBriefs({ org }: { org: string }) {
  const { readQuotes } = useRead(openWorkspace, { org }).can
  const { items, nextCursor } = useRead(listBriefs, { org, limit: NEWEST })
  if (items.length === 0)
    return (
      <NoWork>
        <TextLink to={paths.briefs(org)}>Ask solutions</TextLink> what they can do, and for how much.
      </NoWork>
    )
  return (
    <WorkList
      works={items}
      pathOf={(id) => paths.brief(org, id)}
      aboutOf={readQuotes ? answeredOf : askedOf}
      all={nextCursor ? { to: paths.briefs(org), words: 'See all briefs' } : null}
    />
  )
}

/** `RFI, 1 of 3 answered` */
const answeredOf = ({ kind, status, responseCount, recipientCount }: BriefSummary) =>
  status === 'draft' ? briefKinds[kind] : `${briefKinds[kind]}, ${responseCount} of ${recipientCount} answered`

/** `RFI, 3 solutions asked`, for those who may not know who answered. */
const askedOf = ({ kind, status, recipientCount }: BriefSummary) =>
  status === 'draft' ? briefKinds[kind] : `${briefKinds[kind]}, ${solutionsIn(recipientCount)} asked`
