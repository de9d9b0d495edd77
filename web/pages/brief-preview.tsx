import { Alert, Skeleton, Stack, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { previewBrief } from '../../shared/briefs.ts'
import { useRead } from '../api.ts'
import { paths } from '../paths.ts'
import { AskedBrief } from '../ui/asked-brief.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Loaded } from '../ui/loaded.tsx'

export default function BriefPreviewPage() {
  const { org, id } = useParams({ from: '/signed-in/w/$org/briefing/briefs/$id/preview' })
  return (
    <Loaded key={id} label="Loading the preview" skeleton={<Ghosts />}>
      <Preview org={org} id={id} />
    </Loaded>
  )
}

/** SPEC 7: the brief exactly as a solution will read it, names hidden as they will be. */
function Preview({ org, id }: { org: string; id: string }) {
  const asked = useRead(previewBrief, { org, id })
  return (
    <>
      <Alert color="gray" py="sm" mb="lg">
        <Text size="sm">Solutions read exactly this.</Text>
      </Alert>
      <AskedBrief
        asked={asked}
        actions={
          <ButtonLink
            to={paths.brief(org, id)}
            variant="default"
            leftSection={<IconArrowLeft size={18} stroke={1.7} />}
          >
            Back to the brief
          </ButtonLink>
        }
      />
    </>
  )
}

const Ghosts = () => (
  <Stack gap="md">
    <Skeleton h={26} w={120} />
    <Skeleton h={32} w="46%" />
    <Skeleton h={120} maw="72ch" radius="lg" />
    <Skeleton h={200} maw="72ch" />
  </Stack>
)
