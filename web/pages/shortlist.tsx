import { Button, Group, Skeleton, Stack } from '@mantine/core'
import { IconListDetails, IconPlus } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { openWorkspace } from '../../shared/organizations.ts'
import { useRead } from '../api.ts'
import { paths } from '../paths.ts'
import { LeaveGuard } from '../ui/leave-guard.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { EmptyState } from '../ui/page.tsx'
import { UnsavedTexts } from '../ui/unsaved-texts.tsx'
import { Notes, NotesBeside } from './notes/notes-beside.tsx'
import { AddSolution } from './shortlist/add-solution.tsx'
import { DeleteShortlist } from './shortlist/delete-shortlist.tsx'
import { type Drafts, useDrafts } from './shortlist/drafts.ts'
import { EditWords } from './shortlist/edit-words.tsx'
import { GoneWhileWriting } from './shortlist/gone-while-writing.tsx'
import { type Dialog, Head } from './shortlist/head.tsx'
import { ItemsToEdit, ItemsToRead } from './shortlist/items.tsx'
import { OpenShortlist, useOpenShortlist, useShortlist } from './shortlist/open-shortlist.ts'
import { OrphanedDrafts } from './shortlist/orphaned-drafts.tsx'
import { type OwnChanges, useOwnChanges } from './shortlist/own-changes.ts'
import { Publish } from './shortlist/publish.tsx'

export default function ShortlistPage() {
  const { org, id } = useParams({ from: '/signed-in/w/$org/shortlisting/shortlists/$id' })
  return <Writing key={id} org={org} id={id} />
}

type WritingProps = { org: string; id: string }

/** What is being written is kept around everything that may go away meanwhile. */
function Writing({ org, id }: WritingProps) {
  const drafts = useDrafts()
  const ownChanges = useOwnChanges()
  // Who is signed out, or deleted it all, has nothing left to save.
  const mayGo = (pathname: string) => pathname === paths.signIn || ownChanges.isDeleting()
  return (
    <NotesBeside org={org} subject={`shortlist:${id}`}>
      <GoneWhileWriting drafts={drafts}>
        <Loaded label="Loading the shortlist" skeleton={<Ghosts />}>
          <Whole org={org} id={id} drafts={drafts} ownChanges={ownChanges} />
        </Loaded>
      </GoneWhileWriting>
      <LeaveGuard isUnsaved={drafts.unsaved.length > 0} mayGo={mayGo}>
        What you wrote on this shortlist is not saved yet. It is lost when you leave.
      </LeaveGuard>
    </NotesBeside>
  )
}

type WholeProps = WritingProps & { drafts: Drafts; ownChanges: OwnChanges }

function Whole({ org, id, drafts, ownChanges }: WholeProps) {
  const workspace = useRead(openWorkspace, { org })
  const shortlist = useShortlist(org, id, ownChanges.isDeleting)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const close = () => setDialog(null)
  const opened = (one: Dialog) => ({ opened: dialog === one, onClose: close })
  return (
    <OpenShortlist value={{ org, company: workspace.organization.name, shortlist, ownChanges }}>
      <Head workspace={workspace} onAsk={setDialog} />
      <Solutions drafts={drafts} onAdd={() => setDialog('add')} />
      <Notes work={shortlist} />
      <AddSolution {...opened('add')} />
      <EditWords {...opened('edit')} drafts={drafts} />
      <Publish {...opened('publish')} asPartner={workspace.as === 'partner'} />
      <DeleteShortlist {...opened('delete')} mayRestore={workspace.can.restoreWork} />
    </OpenShortlist>
  )
}

type SolutionsProps = { drafts: Drafts; onAdd: () => void }

function Solutions({ drafts, onAdd }: SolutionsProps) {
  const { shortlist } = useOpenShortlist()
  const isEmpty = shortlist.items.length === 0
  if (!shortlist.can.edit)
    return (
      <>
        <UnsavedTexts
          texts={drafts.unsavedLines}
          why="You may not change this shortlist any more. What you wrote is not saved."
          onDiscard={drafts.discard}
        />
        {isEmpty ? <NoneToRead /> : <ItemsToRead drafts={drafts} />}
      </>
    )
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
