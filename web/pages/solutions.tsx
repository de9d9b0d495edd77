import { PageHeader } from '../ui/page.tsx'

export default function Solutions() {
  return <PageHeader title="Solutions" />
}
