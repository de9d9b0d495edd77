import { PageHeader } from '../ui/page.tsx'

export default function PartnerDashboard() {
  return <PageHeader title="Partner Dashboard" purpose="Every organization you work for, and what waits there." />
}
