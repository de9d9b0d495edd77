import { AskedContent } from '../../ui/asked-brief.tsx'
import { useOpenBrief } from './sent/open-brief.ts'
import { Recipients } from './sent/recipients.tsx'
import { SentFrame } from './sent/sent-frame.tsx'

/** A brief that was sent: who was asked and what became of it, then what they read. */
export default function SentBrief({ org, id }: { org: string; id: string }) {
  return (
    <SentFrame org={org} id={id} at="brief">
      <Recipients />
      <Asked />
    </SentFrame>
  )
}

const Asked = () => <AskedContent asked={useOpenBrief().brief} />
