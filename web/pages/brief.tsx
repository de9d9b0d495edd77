import { PageHeader } from '../ui/page.tsx'

export default function BriefPage() {
  return <PageHeader title="Brief" />
}
