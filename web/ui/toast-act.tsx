import { Anchor } from '@mantine/core'
import { randomId } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconCheck } from '@tabler/icons-react'
import type { MouseEvent, ReactNode } from 'react'
import { focusHeading } from './focus.ts'
import { TextButton } from './text-button.tsx'

/* What was done, with the one thing that one may want next. Acting takes the toast away. */

const show = (message: (close: () => void) => ReactNode) => {
  const id = randomId()
  notifications.show({
    id,
    message: message(() => notifications.hide(id)),
    color: 'green',
    icon: <IconCheck size={18} />,
  })
  return () => void notifications.hide(id)
}

/** Answers how to take it away, for when something newer is said instead. */
export const toastWithUndo = (message: string, onUndo: () => void) =>
  show((close) => (
    <>
      {message}.{' '}
      <TextButton
        onClick={() => {
          close()
          // The toast goes, and the button that had the focus with it.
          focusHeading()
          onUndo()
        }}
      >
        Undo
      </TextButton>
    </>
  ))

type Target = { name: string; href: string; onFollow: () => void }

/** The sentence ends with what it leads to. Toasts stand outside of the router, so the caller says how to go there. */
export const toastWithLink = (beginning: string, { name, href, onFollow }: Target) =>
  show((close) => (
    <>
      {beginning}{' '}
      <Anchor
        href={href}
        size="sm"
        onClick={(event) => {
          close()
          if (opensElsewhere(event)) return
          event.preventDefault()
          onFollow()
        }}
      >
        {name}
      </Anchor>
    </>
  ))

const opensElsewhere = ({ metaKey, ctrlKey, shiftKey }: MouseEvent) => metaKey || ctrlKey || shiftKey
