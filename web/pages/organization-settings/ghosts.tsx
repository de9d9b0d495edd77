import { Skeleton } from '@mantine/core'

/** The shape of what comes, so that nothing jumps. */
export const Ghosts = () => (
  <>
    <Skeleton h={420} radius="lg" />
    <Skeleton h={200} radius="lg" mt="lg" />
  </>
)
