import { Skeleton, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Loaded } from '../../ui/loaded.tsx'
import styles from './workspace-start.module.css'

type WorkSectionProps = { title: string; children: ReactNode }

/** One kind of work on the first page. */
export const WorkSection = ({ title, children }: WorkSectionProps) => (
  <section className={styles.section}>
    <Title order={2} mb="sm">
      {title}
    </Title>
    <Loaded label={`Loading ${title.toLowerCase()}`} skeleton={<Ghosts />}>
      {children}
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
