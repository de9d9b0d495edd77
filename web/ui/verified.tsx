import { Tooltip } from '@mantine/core'
import { IconRosetteDiscountCheckFilled } from '@tabler/icons-react'
import styles from './verified.module.css'

/** Beside the name of a solution that was verified. */
export const Verified = () => (
  <Tooltip label="Verified">
    <IconRosetteDiscountCheckFilled size={16} className={styles.verified} aria-label="Verified" role="img" />
  </Tooltip>
)
