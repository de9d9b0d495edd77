import { Center, Loader } from '@mantine/core'

/** Instead of a page that takes longer than a moment to arrive and has no skeleton of its own yet. */
export const Waiting = () => (
  <Center mih="40dvh" role="status" aria-label="Loading">
    <Loader type="dots" color="gray" />
  </Center>
)
