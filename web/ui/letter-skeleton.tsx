import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { Letter } from './letter.tsx'
import { LoadingAfter } from './loading-after.tsx'

/** Instead of a letter that is on its way. */
export const LetterSkeleton = ({ label, width = 600 }: { label: string; width?: number }) => (
  <LoadingAfter label={label}>
    <Letter
      width={width}
      head={
        <VisuallyHidden>
          <h1>{label}</h1>
        </VisuallyHidden>
      }
    >
      <Stack gap="lg">
        <Skeleton h={52} />
        <Skeleton h={24} w="60%" />
        <Skeleton h={120} />
        <Skeleton h={42} w={180} />
      </Stack>
    </Letter>
  </LoadingAfter>
)
