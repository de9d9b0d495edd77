import { PageHeader } from '../ui/page.tsx'

export default function Shortlist() {
  return <PageHeader title="Shortlist" />
}
