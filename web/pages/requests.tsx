import { PageHeader } from '../ui/page.tsx'

export default function RequestsPage() {
  return <PageHeader title="Requests" />
}
