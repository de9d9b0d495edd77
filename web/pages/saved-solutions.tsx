import { Skeleton, Stack } from '@mantine/core'
import { IconBookmark } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { openWorkspace } from '../../shared/organizations.ts'
import { listSavedSolutions } from '../../shared/solutions.ts'
import { useRead, useReadList } from '../api.ts'
import { paths } from '../paths.ts'
import { useFocusOnMore } from '../ui/focus-on-more.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { EmptyState, PageHeader } from '../ui/page.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { SavedRow } from './saved-solutions/saved-row.tsx'
import styles from './saved-solutions/saved-solutions.module.css'

export default function SavedSolutions() {
  const { org } = useParams({ from: '/signed-in/w/$org/shortlisting/saved-solutions' })
  return (
    <>
      <PageHeader title="Saved solutions" purpose="The ones worth a second look." />
      <Loaded label="Loading saved solutions" skeleton={<Ghosts />}>
        <SavedList org={org} />
      </Loaded>
    </>
  )
}

function SavedList({ org }: { org: string }) {
  const workspace = useRead(openWorkspace, { org })
  const { items, more, loadingMore } = useReadList(listSavedSolutions, { org })
  const list = useFocusOnMore<HTMLUListElement>(items.length, loadingMore)
  if (items.length === 0) return <NothingSaved org={org} maySave={workspace.can.saveSolutions} />
  return (
    <>
      <ul ref={list} className={styles.list} aria-label="Saved solutions">
        {items.map((saved) => (
          <SavedRow key={saved.solution.id} workspace={workspace} saved={saved} />
        ))}
      </ul>
      <ShowMore more={more} loading={loadingMore} />
    </>
  )
}

const NothingSaved = ({ org, maySave }: { org: string; maySave: boolean }) => (
  <EmptyState
    icon={IconBookmark}
    title="No saved solutions yet"
    action={<ButtonLink to={paths.solutions(org)}>Find solutions</ButtonLink>}
  >
    {maySave
      ? 'Save a solution in the catalogue to find it here again, with who saved it and when.'
      : 'What is saved in the catalogue is here, with who saved it and when.'}
  </EmptyState>
)

const Ghosts = () => (
  <Stack gap={0} className={styles.list ?? ''}>
    {[0, 1, 2, 3].map((row) => (
      <div key={row} className={styles.row}>
        <Skeleton h={44} w={44} radius="lg" />
        <div>
          <Skeleton h={14} w="30%" mb={10} />
          <Skeleton h={12} w="60%" />
        </div>
      </div>
    ))}
  </Stack>
)
