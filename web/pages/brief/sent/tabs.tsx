import { Badge } from '@mantine/core'
import type { ReactNode } from 'react'
import { paths } from '../../../paths.ts'
import { TextLink } from '../../../ui/link.tsx'
import { useOpenBrief } from './open-brief.ts'
import styles from './sent.module.css'
import { answeredOf } from './words.ts'

export type Place = 'brief' | 'responses'

/** The two pages of a sent brief, each with an address of its own. */
export function Tabs({ at }: { at: Place }) {
  const { org, brief } = useOpenBrief()
  return (
    <nav className={styles.tabs} aria-label="This brief">
      <Tab to={paths.brief(org, brief.id)} isHere={at === 'brief'}>
        Brief
      </Tab>
      <Tab to={paths.briefResponses(org, brief.id)} isHere={at === 'responses'}>
        Responses
        <Badge size="md" color="gray">
          {answeredOf(brief.recipients)}
        </Badge>
      </Tab>
    </nav>
  )
}

type TabProps = { to: string; isHere: boolean; children: ReactNode }

const Tab = ({ to, isHere, children }: TabProps) => (
  <TextLink to={to} className={styles.tab ?? ''} underline="never" {...(isHere && { 'aria-current': 'page' as const })}>
    {children}
  </TextLink>
)
