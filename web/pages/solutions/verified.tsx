import { Badge } from '@mantine/core'
import { IconRosetteDiscountCheckFilled } from '@tabler/icons-react'
import styles from './solutions.module.css'

/** Beside a name. */
export const VerifiedMark = () => (
  <IconRosetteDiscountCheckFilled size={16} className={styles.verified} aria-label="Verified" role="img" />
)

/** On a page of its own. */
export const Verified = () => (
  <Badge color="petrol" leftSection={<IconRosetteDiscountCheckFilled size={14} />}>
    Verified
  </Badge>
)
