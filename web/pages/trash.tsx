import { PageHeader } from '../ui/page.tsx'

export default function Trash() {
  return <PageHeader title="Trash" />
}
