import { PageHeader } from '../ui/page.tsx'

export default function Partners() {
  return (
    <PageHeader
      title="Partners"
      purpose="Outside people who work in this workspace, with exactly the access you give them."
    />
  )
}
