import { useParams } from '@tanstack/react-router'
import { useRef } from 'react'
import { SentFrame } from './brief/sent/sent-frame.tsx'
import { Responses } from './brief-responses/responses.tsx'

/** What solutions answered, side by side. */
export default function BriefResponses() {
  const { org, id } = useParams({ from: '/signed-in/w/$org/briefing/briefs/$id/responses' })
  const isLeaving = useRef(false)
  return (
    <SentFrame key={id} org={org} id={id} isLeaving={isLeaving}>
      <Responses />
    </SentFrame>
  )
}
