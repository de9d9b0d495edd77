import { Button, Group, Skeleton, Stack } from '@mantine/core'
import { IconListDetails, IconPlus } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { openWorkspace } from '../../shared/organizations.ts'
import { useRead } from '../api.ts'
import { Loaded } from '../ui/loaded.tsx'
import { EmptyState } from '../ui/page.tsx'
import { AddSolution } from './shortlist/add-solution.tsx'
import { DeleteShortlist } from './shortlist/delete-shortlist.tsx'
import { useDrafts } from './shortlist/drafts.ts'
import { EditWords } from './shortlist/edit-words.tsx'
import { type Dialog, Head } from './shortlist/head.tsx'
import { ItemsToEdit, ItemsToRead } from './shortlist/items.tsx'
import { OpenShortlist, useShortlist } from './shortlist/open-shortlist.ts'
import { OrphanedDrafts } from './shortlist/orphaned-drafts.tsx'
import { useOwnChanges } from './shortlist/own-changes.ts'
import { Publish } from './shortlist/publish.tsx'

export default function ShortlistPage() {
  const { org, id } = useParams({ from: '/signed-in/w/$org/shortlisting/shortlists/$id' })
  return (
    <Loaded label="Loading the shortlist" skeleton={<Ghosts />}>
      <Whole key={id} org={org} id={id} />
    </Loaded>
  )
}

function Whole({ org, id }: { org: string; id: string }) {
  const workspace = useRead(openWorkspace, { org })
  const ownChanges = useOwnChanges()
  const shortlist = useShortlist(org, id, ownChanges.isDeleting)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const close = () => setDialog(null)
  const opened = (one: Dialog) => ({ opened: dialog === one, onClose: close })
  return (
    <OpenShortlist value={{ org, company: workspace.organization.name, shortlist, ownChanges }}>
      <Head workspace={workspace} onAsk={setDialog} />
      <Solutions mayEdit={shortlist.can.edit} isEmpty={shortlist.items.length === 0} onAdd={() => setDialog('add')} />
      <AddSolution {...opened('add')} />
      <EditWords {...opened('edit')} />
      <Publish {...opened('publish')} asPartner={workspace.as === 'partner'} />
      <DeleteShortlist {...opened('delete')} mayRestore={workspace.can.restoreWork} />
    </OpenShortlist>
  )
}

type SolutionsProps = { mayEdit: boolean; isEmpty: boolean; onAdd: () => void }

/** What is being written stays here, also while the list turns empty. */
function Solutions({ mayEdit, isEmpty, onAdd }: SolutionsProps) {
  const drafts = useDrafts()
  if (!mayEdit) return isEmpty ? <NoneToRead /> : <ItemsToRead drafts={drafts} />
  return (
    <>
      <OrphanedDrafts drafts={drafts} />
      {isEmpty ? <NoneYet onAdd={onAdd} /> : <ItemsToEdit drafts={drafts} />}
      {!isEmpty && (
        <Button variant="subtle" mt="sm" leftSection={<IconPlus size={18} />} onClick={onAdd}>
          Add solution
        </Button>
      )}
    </>
  )
}

const NoneYet = ({ onAdd }: { onAdd: () => void }) => (
  <EmptyState
    icon={IconListDetails}
    title="No solutions yet"
    action={
      <Button variant="default" leftSection={<IconPlus size={18} />} onClick={onAdd}>
        Add solution
      </Button>
    }
  >
    Search the catalogue for those that could do the work. Then put the best first, and say why.
  </EmptyState>
)

const NoneToRead = () => (
  <EmptyState icon={IconListDetails} title="No solutions yet">
    Whoever edits this shortlist has put none on it so far.
  </EmptyState>
)

/** The shape of what comes, so that nothing jumps. */
const Ghosts = () => (
  <Stack gap="md">
    <Group justify="space-between">
      <Skeleton h={26} w={240} />
      <Skeleton h={36} w={220} radius="md" visibleFrom="sm" />
    </Group>
    <Skeleton h={32} w="46%" />
    <Skeleton h={14} w="72%" />
    {[0, 1, 2, 3].map((row) => (
      <Skeleton key={row} h={84} radius="lg" />
    ))}
  </Stack>
)
