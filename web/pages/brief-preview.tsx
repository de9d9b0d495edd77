import { PageHeader } from '../ui/page.tsx'

export default function BriefPreviewPage() {
  return <PageHeader title="Preview" />
}
