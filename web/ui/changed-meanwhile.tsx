import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

type ChangedMeanwhileProps = {
  /** Who was quicker; nothing is shown without. */
  by: string | null
  /** What to do after having looked, such as "save again". */
  then: string
  /** Where it would stay in the way. */
  onClose?: () => void
}

/** The newest state is on the screen already: says why, and what to do. */
export const ChangedMeanwhile = ({ by, then, onClose }: ChangedMeanwhileProps) =>
  by && (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle size={20} stroke={1.7} />}
      py="sm"
      {...(onClose && closing(onClose))}
    >
      <Text size="sm">
        {by} changed this a moment ago. Look at the new version, then {then}.
      </Text>
    </Alert>
  )

const closing = (onClose: () => void) => ({ withCloseButton: true, closeButtonLabel: 'Close', onClose })
