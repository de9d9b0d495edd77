import { ActionIcon, type ActionIconProps, Indicator } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import { createLink } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import bell from '../ui/bell.module.css'
import type { Html } from '../ui/link.tsx'

const IconLink = createLink((props: Html<ActionIconProps>) => <ActionIcon component="a" {...props} />)

/** For those who stand for a solution: what waits for an answer, wherever they are. */
export const RequestsLink = ({ open }: { open: number }) => (
  <Indicator
    label={open > 99 ? '99+' : open}
    disabled={open === 0}
    size={18}
    offset={9}
    color="var(--hc-accent)"
    classNames={{ indicator: bell.count ?? '' }}
  >
    <IconLink
      to={paths.requests}
      variant="subtle"
      color="gray"
      size={40}
      c="var(--hc-quiet)"
      aria-label={open ? `Requests, ${open} open` : 'Requests'}
    >
      <IconInbox size={22} stroke={1.7} />
    </IconLink>
  </Indicator>
)
