import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { countBriefs } from '../../shared/briefs.ts'
import { openWorkspace, type Workspace } from '../../shared/organizations.ts'
import { reading, useRead } from '../api.ts'
import { paths } from '../paths.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { PageHeader } from '../ui/page.tsx'
import { useBriefsAddress } from './briefs/address.ts'
import { BriefList, Ghosts } from './briefs/brief-list.tsx'

/* Who may not has no use for the code, either (SPEC D5). */
const CreateBrief = lazy(() => import('./briefs/create-brief.tsx'))

export default function Briefs() {
  const { org, filter, filterBy } = useBriefsAddress()
  const workspace = useRead(openWorkspace, { org })
  const [creating, setCreating] = useState(false)
  const create = workspace.can.createBriefs ? () => setCreating(true) : null
  return (
    <>
      <PageHeader
        title="Briefs"
        purpose="What is needed, asked of several solutions at once."
        actions={<Actions org={org} can={workspace.can} onCreate={create} />}
      />
      <Loaded label="Loading briefs" skeleton={<Ghosts />}>
        <BriefList org={org} filter={filter} onFilter={filterBy} onCreate={create} />
      </Loaded>
      {create && (
        <Suspense>
          <CreateBrief workspace={workspace} opened={creating} onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </>
  )
}

type ActionsProps = { org: string; can: Workspace['can']; onCreate: (() => void) | null }

/** Where there is no brief yet, the empty page has the one button. */
function Actions({ org, can, onCreate }: ActionsProps) {
  const { data: counts } = useQuery(reading(countBriefs, { org }))
  return (
    <>
      {can.restoreWork && (
        <ButtonLink
          to={paths.trash(org)}
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={18} stroke={1.6} />}
        >
          Trash
        </ButtonLink>
      )}
      {onCreate && counts?.all !== 0 && <Button onClick={onCreate}>New brief</Button>}
    </>
  )
}
