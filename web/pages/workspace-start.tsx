import { PageHeader } from '../ui/page.tsx'

export default function WorkspaceStart() {
  return <PageHeader title="Overview" purpose="What this organization works on." />
}
