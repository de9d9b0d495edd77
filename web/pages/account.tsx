import { PageHeader } from '../ui/page.tsx'

export default function Account() {
  return <PageHeader title="Account" purpose="Your name, how you sign in, and where you are signed in." />
}
