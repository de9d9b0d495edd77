import { Menu } from '@mantine/core'
import { useBeginBrief } from './begin-brief.ts'

/** Begins a brief to all solutions of a shortlist. */
export default function AskSolutions({ org, shortlistId }: { org: string; shortlistId: string }) {
  const begin = useBeginBrief(org)
  return <Menu.Item onClick={() => begin({ shortlistId })}>Ask these solutions</Menu.Item>
}
