import { PageHeader } from '../ui/page.tsx'

export default function RequestPage() {
  return <PageHeader title="Request" />
}
