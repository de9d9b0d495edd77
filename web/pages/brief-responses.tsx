import { useParams } from '@tanstack/react-router'
import { useRef } from 'react'
import { SentFrame } from './brief/sent/sent-frame.tsx'
import { Responses } from './brief-responses/responses.tsx'
import { NotesBeside } from './notes/notes-beside.tsx'

/** What solutions answered, side by side. */
export default function BriefResponses() {
  const { org, id } = useParams({ from: '/signed-in/w/$org/briefing/briefs/$id/responses' })
  const isLeaving = useRef(false)
  return (
    <NotesBeside key={id} org={org} subject={`brief:${id}`}>
      <SentFrame org={org} id={id} isLeaving={isLeaving}>
        <Responses />
      </SentFrame>
    </NotesBeside>
  )
}
