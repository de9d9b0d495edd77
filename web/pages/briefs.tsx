import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { countBriefs } from '../../shared/briefs.ts'
import { openWorkspace } from '../../shared/organizations.ts'
import { reading, useRead } from '../api.ts'
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
        actions={create && <NewBrief org={org} onCreate={create} />}
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

/** Where there is no brief yet, the empty page has the one button. */
function NewBrief({ org, onCreate }: { org: string; onCreate: () => void }) {
  const { data: counts } = useQuery(reading(countBriefs, { org }))
  return counts?.all !== 0 && <Button onClick={onCreate}>New brief</Button>
}
