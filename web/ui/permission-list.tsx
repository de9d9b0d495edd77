import { Stack, Text, ThemeIcon } from '@mantine/core'
import type { ComponentType } from 'react'
import styles from './permission-list.module.css'

export type Granted = { label: string; allows: string; icon: ComponentType<{ size: number; stroke: number }> }

/** What was granted, each with what it allows. What was not granted is not mentioned. */
export const PermissionList = ({ granted }: { granted: Granted[] }) => (
  <Stack gap="sm" component="ul" className={styles.list}>
    {granted.map(({ label, allows, icon: Icon }) => (
      <li key={label} className={styles.line}>
        <ThemeIcon variant="light" size={36} radius="md">
          <Icon size={20} stroke={1.6} />
        </ThemeIcon>
        <div>
          <Text fw={600} size="sm">
            {label}
          </Text>
          <Text size="sm" c="dimmed">
            {allows}
          </Text>
        </div>
      </li>
    ))}
  </Stack>
)
