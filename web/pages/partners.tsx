import { Suspense, useState } from 'react'
import type { Delegation } from '../../shared/delegations.ts'
import { openWorkspace } from '../../shared/organizations.ts'
import { useRead } from '../api.ts'
import { LoadingAfter } from '../ui/loading-after.tsx'
import { PageHeader } from '../ui/page.tsx'
import { toastRefusal } from '../ui/toast.tsx'
import { MailFailuresNotice } from './mail-failures/notice.tsx'
import { usePartnersAddress } from './partners/address.ts'
import { BulkInvite } from './partners/bulk-invite.tsx'
import { CancelInvitation } from './partners/cancel-invitation.tsx'
import { DelegationDrawer } from './partners/delegation-drawer.tsx'
import { DelegationList, Ghosts } from './partners/delegation-list.tsx'
import { InviteButtons } from './partners/invite-buttons.tsx'
import { InvitePartner } from './partners/invite-partner.tsx'
import { copyLink, useResend } from './partners/resend.ts'
import { RevokeAccess } from './partners/revoke-access.tsx'
import type { Act } from './partners/row-menu.tsx'

type Dialog = 'invite' | 'bulk' | 'cancel' | 'revoke'
/** Whom a dialog is about stays while it closes, so that nothing changes before it is gone. */
type Asking = { dialog: Dialog | null; about: Delegation | null }

export default function Partners() {
  const { org, filter, delegation, show, filterBy, open, close } = usePartnersAddress()
  const { organization, inviteExpiryDays } = useRead(openWorkspace, { org })
  const company = organization.name
  const { resend } = useResend(org)
  const [{ dialog, about }, setAsking] = useState<Asking>({ dialog: null, about: null })
  const ask = (dialog: Dialog, about: Delegation | null = null) => setAsking({ dialog, about })
  const stopAsking = () => setAsking({ dialog: null, about })

  const acts: Record<Act, (it: Delegation) => void> = {
    manage: ({ id }) => open(id),
    timeline: ({ id }) => open(id, 'timeline'),
    resend: (it) => resend(it, toastRefusal),
    copyLink: (it) => void copyLink(it),
    cancel: (it) => ask('cancel', it),
    revoke: (it) => ask('revoke', it),
    inviteAgain: (it) => ask('invite', it),
  }
  const showExisting = (id: string) => {
    stopAsking()
    open(id)
  }
  const dialogs = { org, company, inviteExpiryDays, onClose: stopAsking }
  const asks = { onInvite: () => ask('invite'), onBulk: () => ask('bulk') }
  return (
    <>
      <PageHeader
        title="Partners"
        purpose="Outside people who work in this workspace, with exactly the access you give them."
        actions={<InviteButtons org={org} filter={filter} {...asks} />}
      />
      <MailFailuresNotice org={org} />
      <Suspense
        fallback={
          <LoadingAfter label="Loading partners">
            <Ghosts />
          </LoadingAfter>
        }
      >
        <DelegationList
          org={org}
          filter={filter}
          onFilter={filterBy}
          onAct={(act, it) => acts[act](it)}
          onInvite={asks.onInvite}
        />
      </Suspense>
      <InvitePartner {...dialogs} opened={dialog === 'invite'} like={about} onShow={showExisting} />
      <BulkInvite {...dialogs} opened={dialog === 'bulk'} />
      <RevokeAccess {...dialogs} opened={dialog === 'revoke'} delegation={about} />
      <CancelInvitation {...dialogs} opened={dialog === 'cancel'} delegation={about} />
      <DelegationDrawer org={org} company={company} id={delegation} show={show} onClose={close} />
    </>
  )
}
