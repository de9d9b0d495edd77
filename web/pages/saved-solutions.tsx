import { PageHeader } from '../ui/page.tsx'

export default function SavedSolutions() {
  return <PageHeader title="Saved solutions" />
}
