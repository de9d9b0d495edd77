import { Badge } from '@mantine/core'
import type { ReactNode } from 'react'
import { paths } from '../../../paths.ts'
import { TextLink } from '../../../ui/link.tsx'
import { useOpenBrief } from './open-brief.ts'
import styles from './sent.module.css'
import { answeredOf } from './words.ts'

/** The two pages of a sent brief, each with an address of its own. */
export function Tabs() {
  const { org, workspace, brief } = useOpenBrief()
  return (
    <nav className={styles.tabs} aria-label="This brief">
      <Tab to={paths.brief(org, brief.id)}>Brief</Tab>
      <Tab to={paths.briefResponses(org, brief.id)}>
        Responses
        {workspace.can.readQuotes && (
          <Badge size="md" color="gray">
            {answeredOf(brief.recipients)}
          </Badge>
        )}
      </Tab>
    </nav>
  )
}

/** The router says which of the two one is at: the address of the brief begins that of its responses, too. */
const Tab = ({ to, children }: { to: string; children: ReactNode }) => (
  <TextLink to={to} className={styles.tab ?? ''} underline="never" activeOptions={{ exact: true }}>
    {children}
  </TextLink>
)
