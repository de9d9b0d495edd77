import { Skeleton, Stack } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import { TextLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { PageHeader } from '../ui/page.tsx'
import { TrashedList } from './trash/trashed-list.tsx'

export default function Trash() {
  const { org } = useParams({ from: '/signed-in/w/$org/restoring/trash' })
  return (
    <>
      <PageHeader
        title="Trash"
        purpose={
          <>
            Deleted <TextLink to={paths.briefs(org)}>briefs</TextLink> and{' '}
            <TextLink to={paths.shortlists(org)}>shortlists</TextLink>, kept for 30 days. A brief that was sent stays
            closed when it comes back.
          </>
        }
      />
      <Loaded label="Loading the trash" skeleton={<Ghosts />}>
        <TrashedList org={org} />
      </Loaded>
    </>
  )
}

/** The shape of what comes, so that nothing jumps. */
const Ghosts = () => (
  <Stack gap="xs">
    {[0, 1, 2].map((row) => (
      <Skeleton key={row} h={76} radius="lg" />
    ))}
  </Stack>
)
