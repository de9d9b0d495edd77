import { PageHeader } from '../ui/page.tsx'

export default function CompareShortlist() {
  return <PageHeader title="Compare" />
}
