import { PageHeader } from '../ui/page.tsx'

export default function BriefResponsesPage() {
  return <PageHeader title="Responses" />
}
