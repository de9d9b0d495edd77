import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { openWorkspace, type Workspace } from '../../shared/organizations.ts'
import { countShortlists, type Shortlist } from '../../shared/shortlists.ts'
import { reading, useRead } from '../api.ts'
import { paths } from '../paths.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { PageHeader } from '../ui/page.tsx'
import { useShortlistsAddress } from './shortlists/address.ts'
import { CreateShortlist } from './shortlists/create-shortlist.tsx'
import { Ghosts, ShortlistList } from './shortlists/shortlist-list.tsx'

export default function Shortlists() {
  const { org, filter, filterBy } = useShortlistsAddress()
  const { can } = useRead(openWorkspace, { org })
  const [creating, setCreating] = useState(false)
  const navigate = useNavigate()
  const create = () => setCreating(true)
  const openNew = ({ id }: Shortlist) => void navigate({ to: paths.shortlist(org, id) })
  return (
    <>
      <PageHeader
        title="Shortlists"
        purpose="Solutions that could do the work, best first, with a line why."
        actions={<Actions org={org} can={can} onCreate={create} />}
      />
      <Loaded label="Loading shortlists" skeleton={<Ghosts />}>
        <ShortlistList org={org} filter={filter} onFilter={filterBy} onCreate={can.createShortlists ? create : null} />
      </Loaded>
      <CreateShortlist org={org} opened={creating} onClose={() => setCreating(false)} onCreated={openNew} />
    </>
  )
}

type ActionsProps = { org: string; can: Workspace['can']; onCreate: () => void }

/** Where there is no shortlist yet, the empty page has the one button. */
function Actions({ org, can, onCreate }: ActionsProps) {
  const { data: counts } = useQuery(reading(countShortlists, { org }))
  const isFirst = counts?.all === 0
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
      {can.createShortlists && !isFirst && <Button onClick={onCreate}>New shortlist</Button>}
    </>
  )
}
