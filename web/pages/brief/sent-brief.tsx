import { Title } from '@mantine/core'
import type { RefObject } from 'react'
import { AskedContent } from '../../ui/asked-brief.tsx'
import { useOpenBrief } from './sent/open-brief.ts'
import { Recipients } from './sent/recipients.tsx'
import { SentFrame } from './sent/sent-frame.tsx'

type SentBriefProps = { org: string; id: string; isLeaving: RefObject<boolean> }

/** A brief that was sent: who was asked and what became of it, then what they read. */
export default function SentBrief({ org, id, isLeaving }: SentBriefProps) {
  return (
    <SentFrame org={org} id={id} isLeaving={isLeaving}>
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
