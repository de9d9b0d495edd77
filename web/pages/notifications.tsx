import { PageHeader } from '../ui/page.tsx'

export default function Notifications() {
  return <PageHeader title="Notifications" purpose="What happened where you work." />
}
