import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useRef } from 'react'
import type { Member } from '../../../shared/organizations.ts'
import { nameOf, useIsOneself, useTeam } from './open-team.ts'

export type Act = 'resend' | 'copyLink' | 'role' | 'cancel' | 'remove' | 'leave'
export type OnAct = (act: Act, member: Member) => void

type RowMenuProps = { of: Member; onAct: OnAct }
type Entry = readonly [act: Act, label: string]

/** What is possible with this person, and below it what ends something. */
function entriesOf({ status, invitation }: Member, mayManage: boolean, isOneself: boolean): [Entry[], Entry[]] {
  const role: Entry[] = mayManage && !invitation?.isExpired ? [['role', 'Change role']] : []
  if (isOneself) return [role, [['leave', 'Leave team']]]
  if (!mayManage) return [[], []]
  if (status === 'active') return [role, [['remove', 'Remove from team']]]
  return [[['resend', 'Resend'], ['copyLink', 'Copy link'], ...role], [['cancel', 'Cancel invitation']]]
}

export function RowMenu({ of, onAct }: RowMenuProps) {
  const opener = useRef<HTMLButtonElement>(null)
  const [possible, ending] = entriesOf(of, useTeam().workspace.can.manageMembers, useIsOneself()(of))
  if (possible.length + ending.length === 0) return null
  /** What opens now gives the focus back to whoever had it: that must not be an entry of a menu that is gone. */
  const choose = (act: Act) => {
    opener.current?.focus()
    onAct(act, of)
  }
  return (
    <Menu portalProps={{ target: '#main' }}>
      <Menu.Target>
        <ActionIcon ref={opener} variant="subtle" color="gray" size={36} aria-label={`Actions for ${nameOf(of)}`}>
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {possible.map(([act, label]) => (
          <Menu.Item key={act} onClick={() => choose(act)}>
            {label}
          </Menu.Item>
        ))}
        {possible.length > 0 && <Menu.Divider />}
        {ending.map(([act, label]) => (
          <Menu.Item key={act} c="red" onClick={() => choose(act)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
