import { Title } from '@mantine/core'
import { AskedContent } from '../../ui/asked-brief.tsx'
import { useOpenBrief } from './sent/open-brief.ts'
import { Recipients } from './sent/recipients.tsx'
import { SentFrame } from './sent/sent-frame.tsx'

/** A brief that was sent: who was asked and what became of it, then what they read. */
export default function SentBrief({ org, id }: { org: string; id: string }) {
  return (
    <SentFrame org={org} id={id}>
      <Recipients />
      <Asked />
    </SentFrame>
  )
}

const Asked = () => (
  <section aria-labelledby="asked">
    <Title order={2} id="asked" mb="sm">
      What solutions read
    </Title>
    <AskedContent asked={useOpenBrief().brief} />
  </section>
)
