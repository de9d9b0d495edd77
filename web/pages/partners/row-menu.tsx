import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useRef } from 'react'
import type { Delegation } from '../../../shared/delegations.ts'
import { isLive, nameOf } from './delegation-facts.tsx'

export type Act = 'manage' | 'timeline' | 'resend' | 'copyLink' | 'cancel' | 'revoke' | 'inviteAgain'
export type OnAct = (act: Act, delegation: Delegation) => void

type RowMenuProps = { of: Delegation; onAct: OnAct }

/** What is rare, and only what is possible in this state. What ends something comes last. */
export function RowMenu({ of, onAct }: RowMenuProps) {
  const opener = useRef<HTMLButtonElement>(null)
  /** What opens now gives the focus back to whoever had it: that must not be an entry of a menu that is gone. */
  const choose = (act: Act) => {
    opener.current?.focus()
    onAct(act, of)
  }
  const entry = (act: Act, label: string, red = false) => (
    <Menu.Item onClick={() => choose(act)} {...(red && { c: 'red' })}>
      {label}
    </Menu.Item>
  )
  const isPending = of.status === 'pending'
  return (
    <Menu portalProps={{ target: '#main' }}>
      <Menu.Target>
        <ActionIcon ref={opener} variant="subtle" color="gray" size={36} aria-label={`Actions for ${nameOf(of)}`}>
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isLive(of) && entry('manage', 'Manage access')}
        {entry('timeline', 'Timeline')}
        {isPending && entry('resend', 'Resend')}
        {isPending && entry('copyLink', 'Copy link')}
        {isLive(of) && <Menu.Divider />}
        {isPending && entry('cancel', 'Cancel invitation', true)}
        {of.status === 'active' && entry('revoke', 'Revoke access', true)}
        {!isLive(of) && of.partner.email && entry('inviteAgain', 'Invite again')}
      </Menu.Dropdown>
    </Menu>
  )
}
