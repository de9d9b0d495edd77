import { Button } from '@mantine/core'
import { useState } from 'react'
import { type Member, openWorkspace } from '../../shared/organizations.ts'
import { useRead } from '../api.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHeader } from '../ui/page.tsx'
import { MailFailuresNotice } from './mail-failures/notice.tsx'
import { useMembersAddress } from './members/address.ts'
import { ChangeRole } from './members/change-role.tsx'
import { InviteMember } from './members/invite-member.tsx'
import { LeaveTeam } from './members/leave-team.tsx'
import { Ghosts, MemberList } from './members/member-list.tsx'
import { OpenTeam } from './members/open-team.ts'
import { CancelInvitation, RemoveMember } from './members/remove-member.tsx'
import { useResend } from './members/resend.ts'
import { RolesExplained } from './members/roles-explained.tsx'
import type { Act } from './members/row-menu.tsx'
import { copyLink } from './partners/resend.ts'

type Dialog = 'invite' | 'role' | 'cancel' | 'remove' | 'leave'
/** Whom a dialog is about stays while it closes, so that nothing changes before it is gone. */
type Asking = { dialog: Dialog | null; about: Member | null }

export default function Members() {
  const { org, filter, filterBy } = useMembersAddress()
  const workspace = useRead(openWorkspace, { org })
  const [{ dialog, about }, setAsking] = useState<Asking>({ dialog: null, about: null })
  const ask = (dialog: Dialog, about: Member | null = null) => setAsking({ dialog, about })
  const opened = (one: Dialog) => ({ opened: dialog === one, onClose: () => setAsking({ dialog: null, about }) })
  const invite = () => ask('invite')
  return (
    <OpenTeam value={{ org, workspace }}>
      <PageHeader
        title="Team"
        purpose={`The people of ${workspace.organization.name}, and what each may do here.`}
        actions={workspace.can.manageMembers && <Button onClick={invite}>Invite to the team</Button>}
      />
      <MailFailuresNotice org={org} />
      <Loaded label="Loading the team" skeleton={<Ghosts />}>
        <Team filter={filter} onFilter={filterBy} onAsk={ask} />
        <ChangeRole {...opened('role')} member={about} />
        <LeaveTeam {...opened('leave')} onInvite={invite} />
      </Loaded>
      <RolesExplained />
      <InviteMember {...opened('invite')} />
      <RemoveMember {...opened('remove')} member={about} />
      <CancelInvitation {...opened('cancel')} member={about} />
    </OpenTeam>
  )
}

type TeamProps = Pick<Parameters<typeof MemberList>[0], 'filter' | 'onFilter'> & {
  onAsk: (dialog: Dialog, about: Member) => void
}

function Team({ onAsk, ...list }: TeamProps) {
  const resend = useResend()
  const acts: Record<Act, (it: Member) => void> = {
    resend,
    copyLink: ({ invitation }) => invitation && void copyLink(invitation),
    role: (it) => onAsk('role', it),
    cancel: (it) => onAsk('cancel', it),
    remove: (it) => onAsk('remove', it),
    leave: (it) => onAsk('leave', it),
  }
  return <MemberList {...list} onAct={(act, it) => acts[act](it)} />
}
