import { Skeleton, Stack, Title } from '@mantine/core'
import { lazy } from 'react'
import { Loaded } from '../../ui/loaded.tsx'
import styles from './workspace-start.module.css'

/* Who may not has no use for the code, either (SPEC D5). */
const NewestShortlists = lazy(() => import('./newest-shortlists.tsx'))

/** Where the work is. */
export const ShortlistsSection = ({ org }: { org: string }) => (
  <section className={styles.section}>
    <Title order={2} mb="sm">
      Shortlists
    </Title>
    <Loaded label="Loading shortlists" skeleton={<Ghosts />}>
      <NewestShortlists org={org} />
    </Loaded>
  </section>
)

const Ghosts = () => (
  <Stack gap="xs">
    {[0, 1, 2].map((row) => (
      <Skeleton key={row} h={60} />
    ))}
  </Stack>
)
