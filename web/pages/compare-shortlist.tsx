import { Skeleton, Stack } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import { ButtonLink, TextLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { EmptyState, PageHeader } from '../ui/page.tsx'
import styles from './compare-shortlist/comparison.module.css'
import { Comparison } from './compare-shortlist/comparison.tsx'
import { useShortlist } from './shortlist/open-shortlist.ts'

export default function CompareShortlist() {
  const { org, id } = useParams({ from: '/signed-in/w/$org/shortlisting/shortlists/$id/compare' })
  return (
    <Loaded label="Loading the shortlist" skeleton={<Ghosts />}>
      <Compared key={id} org={org} id={id} />
    </Loaded>
  )
}

function Compared({ org, id }: { org: string; id: string }) {
  const { title, items } = useShortlist(org, id)
  const back = paths.shortlist(org, id)
  return (
    <>
      <PageHeader title="Compare" purpose={<BackTo title={title} to={back} />} />
      {items.length === 0 ? (
        <NothingToCompare back={back} />
      ) : (
        <>
          {items.length === 1 && <p>There is only one solution on it so far.</p>}
          <Comparison org={org} title={title} items={items} />
        </>
      )}
    </>
  )
}

const BackTo = ({ title, to }: { title: string; to: string }) => (
  <TextLink to={to} className={styles.back ?? ''}>
    {title}
  </TextLink>
)

const NothingToCompare = ({ back }: { back: string }) => (
  <EmptyState
    icon={IconArrowsDiff}
    title="Nothing to compare yet"
    action={
      <ButtonLink to={back} variant="default">
        Back to the shortlist
      </ButtonLink>
    }
  >
    The solutions of this shortlist will stand here side by side.
  </EmptyState>
)

/** The shape of what comes, so that nothing jumps. */
const Ghosts = () => (
  <Stack gap="md">
    <Skeleton h={32} w={180} />
    <Skeleton h={16} w={260} />
    <Skeleton h={420} radius="lg" />
  </Stack>
)
