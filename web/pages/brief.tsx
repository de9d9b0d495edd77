import { useParams } from '@tanstack/react-router'
import { lazy } from 'react'
import { Loaded } from '../ui/loaded.tsx'

const SentBrief = lazy(() => import('./brief/sent-brief.tsx'))

export default function BriefPage() {
  const { org, id } = useParams({ from: '/signed-in/w/$org/briefing/briefs/$id' })
  return (
    <Loaded label="Loading the brief">
      <SentBrief org={org} id={id} />
    </Loaded>
  )
}
