import { PageHeader } from '../ui/page.tsx'

export default function Solution() {
  return <PageHeader title="Solution" />
}
