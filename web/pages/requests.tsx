import { Loaded } from '../ui/loaded.tsx'
import { PageHeader } from '../ui/page.tsx'
import { RecordGhosts } from '../ui/records.tsx'
import { RequestList } from './requests/request-list.tsx'

/** SPEC S1: what reached the solutions that one stands for. */
export default function Requests() {
  return (
    <>
      <PageHeader title="Requests" purpose="Briefs that buyers sent to your solutions." />
      <Loaded label="Loading requests" skeleton={<RecordGhosts rows={[44, 36, 40]} statusWidth={96} endWidth={160} />}>
        <RequestList />
      </Loaded>
    </>
  )
}
