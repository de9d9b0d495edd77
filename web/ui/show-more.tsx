import { Button, Center } from '@mantine/core'

type ShowMoreProps = { more: (() => void) | null; loading: boolean }

/** The next page of a list, where there is one. */
export const ShowMore = ({ more, loading }: ShowMoreProps) =>
  more && (
    <Center mt="md">
      <Button variant="default" onClick={more} loading={loading}>
        Show more
      </Button>
    </Center>
  )
