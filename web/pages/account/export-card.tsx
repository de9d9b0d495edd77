import { Button, Group } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { exportMe } from '../../../shared/accounts.ts'
import { useWrite } from '../../api.ts'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { Section } from './section.tsx'

/** What is kept of oneself, as a file. */
export function ExportCard() {
  const exporting = useWrite(exportMe, { refresh: [] })
  const save = () =>
    exporting.mutate(
      {},
      {
        onSuccess: (kept) => {
          saveAs('My data on Human Cloud.json', JSON.stringify(kept, null, 2))
          toast('Your data is in your downloads')
        },
      },
    )
  return (
    <Section
      title="Your data"
      purpose="Profile, memberships, partnerships, work and notes that you made, and sessions, in one JSON file. Nothing of others."
    >
      <Problem error={exporting.error} onRetry={save} />
      <Group>
        <Button variant="default" leftSection={<IconDownload size={18} />} onClick={save} loading={exporting.isPending}>
          Download your data
        </Button>
      </Group>
    </Section>
  )
}

function saveAs(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  URL.revokeObjectURL(url)
}
