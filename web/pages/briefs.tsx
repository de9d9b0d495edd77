import { PageHeader } from '../ui/page.tsx'

export default function BriefsPage() {
  return <PageHeader title="Briefs" />
}
