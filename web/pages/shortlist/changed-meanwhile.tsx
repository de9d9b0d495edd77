import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'

type ChangedMeanwhileProps = {
  /** Who was quicker; nothing is shown without. */
  by: string | null
  /** What to do after having looked, such as "save again". */
  then: string
  children?: ReactNode
}

/** The newest state is on the screen already: says why, and what to do. */
export const ChangedMeanwhile = ({ by, then, children }: ChangedMeanwhileProps) =>
  by && (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={20} stroke={1.7} />} py="sm">
      <Text size="sm">
        {by} changed this a moment ago. Look at the new version, then {then}.
      </Text>
      {children}
    </Alert>
  )
