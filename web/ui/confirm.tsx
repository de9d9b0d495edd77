import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem } from './problem.tsx'

type ConfirmProps = {
  opened: boolean
  onClose: () => void
  /** The question, such as "Revoke access?". */
  title: string
  /** What will happen and who will know. */
  children: ReactNode
  /** The button that changes nothing, such as "Keep access". It has the focus. */
  keep: string
  /** The verb of the title. */
  act: string
  /** Red, for what ends or destroys. */
  danger?: boolean
  onConfirm: () => void
  pending?: boolean
  problem?: Error | null
}

/** Asks once, and says before the click what will happen. */
export const Confirm = ({ opened, onClose, title, children, problem, ...buttons }: ConfirmProps) => (
  <Modal opened={opened} onClose={onClose} title={title} size={540}>
    <Stack gap="lg">
      {typeof children === 'string' ? <Text>{children}</Text> : children}
      <Problem error={problem} onRetry={buttons.onConfirm} />
      <ConfirmButtons onClose={onClose} {...buttons} />
    </Stack>
  </Modal>
)

type ButtonsProps = Pick<ConfirmProps, 'onClose' | 'keep' | 'act' | 'danger' | 'onConfirm' | 'pending'>

const ConfirmButtons = ({ onClose, keep, act, danger, onConfirm, pending }: ButtonsProps) => (
  <Group justify="flex-end" gap="xs">
    <Button variant="default" onClick={onClose} data-autofocus>
      {keep}
    </Button>
    <Button onClick={onConfirm} loading={pending ?? false} {...(danger && { color: 'red' })}>
      {act}
    </Button>
  </Group>
)
