import { PageHeader } from '../ui/page.tsx'

export default function Shortlists() {
  return <PageHeader title="Shortlists" />
}
