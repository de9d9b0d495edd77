import { Stack, Text, Title } from '@mantine/core'
import type { ComponentType, ReactNode } from 'react'
import { PageHeading } from './heading.tsx'
import styles from './page.module.css'

type PageHeaderProps = { title: string; purpose?: ReactNode; actions?: ReactNode }

/** A list page: title, one line that says what it is for, and at the right at most one filled button. */
export const PageHeader = ({ title, purpose, actions }: PageHeaderProps) => (
  <div className={styles.head}>
    <div className={styles.words}>
      <PageHeading>{title}</PageHeading>
      {purpose && <p className={styles.purpose}>{purpose}</p>}
    </div>
    {actions && <div className={styles.actions}>{actions}</div>}
  </div>
)

type ThingHeaderProps = { state: ReactNode; title: string; purpose?: ReactNode; actions?: ReactNode }

/** The page of one thing: its state and who sees it above the title, what one can do beside that, then the full width for its name. */
export const ThingHeader = ({ state, title, purpose, actions }: ThingHeaderProps) => (
  <div className={styles.room}>
    <div className={styles.thing}>
      <div className={styles.state}>{state}</div>
      <div className={styles.name}>
        <PageHeading>{title}</PageHeading>
        {purpose && <p className={styles.purpose}>{purpose}</p>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  </div>
)

type EmptyStateProps = {
  icon: ComponentType<{ size: number; stroke: number }>
  title: string
  children: ReactNode
  /** The one thing to do: a button. */
  action?: ReactNode
}

/** Says what will be here, why one would want it, and the one thing to do. */
export const EmptyState = ({ icon: Icon, title, children, action }: EmptyStateProps) => (
  <Stack align="center" gap="sm" py={64} px="md" ta="center">
    <div className={styles.icon}>
      <Icon size={32} stroke={1.5} />
    </div>
    <Title order={2}>{title}</Title>
    <Text c="dimmed" maw="46ch">
      {children}
    </Text>
    {action && <div className={styles.action}>{action}</div>}
  </Stack>
)
