import { Button } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import type { Delegation } from '../../shared/delegations.ts'
import { openWorkspace } from '../../shared/organizations.ts'
import { useRead } from '../api.ts'
import { LoadingAfter } from '../ui/loading-after.tsx'
import { PageHeader } from '../ui/page.tsx'
import { toastRefusal } from '../ui/toast.tsx'
import { BulkInvite } from './partners/bulk-invite.tsx'
import { CancelInvitation } from './partners/cancel-invitation.tsx'
import { DelegationDrawer } from './partners/delegation-drawer.tsx'
import { DelegationList, type Filter, Ghosts, useDelegations } from './partners/delegation-list.tsx'
import { InvitePartner } from './partners/invite-partner.tsx'
import { copyLink, useResend } from './partners/resend.ts'
import { RevokeAccess } from './partners/revoke-access.tsx'
import type { Act } from './partners/row-menu.tsx'
import type { PartnersSearch } from './partners/search.ts'

const route = '/signed-in/w/$org/settings/partners'

type Dialog = 'invite' | 'bulk' | 'cancel' | 'revoke'
/** What a dialog is about outlives it, so that nothing changes while it closes. */
type Asking = { dialog: Dialog | null; about: Delegation | null }

export default function Partners() {
  const { org } = useParams({ from: route })
  const company = useRead(openWorkspace, { org }).organization.name
  const { status, search, delegation, show } = useSearch({ from: route })
  const visit = useVisit()
  const { resend } = useResend(org)
  const [{ dialog, about }, setAsking] = useState<Asking>({ dialog: null, about: null })
  const ask = (dialog: Dialog, about: Delegation | null = null) => setAsking({ dialog, about })
  const close = () => setAsking({ dialog: null, about })

  const acts: Record<Act, (it: Delegation) => void> = {
    manage: ({ id }) => visit({ delegation: id, show: undefined }),
    timeline: ({ id }) => visit({ delegation: id, show: 'timeline' }),
    resend: (it) => resend(it, toastRefusal),
    copyLink: (it) => void copyLink(it),
    cancel: (it) => ask('cancel', it),
    revoke: (it) => ask('revoke', it),
    inviteAgain: (it) => ask('invite', it),
  }
  const showExisting = (id: string) => {
    close()
    visit({ delegation: id, show: undefined })
  }
  const dialogs = { org, company, onClose: close }
  return (
    <>
      <PageHeader
        title="Partners"
        purpose="Outside people who work in this workspace, with exactly the access you give them."
        actions={
          <Suspense fallback={<InviteButtons onAsk={ask} />}>
            <InviteButtonsBesideList org={org} filter={{}} onAsk={ask} />
          </Suspense>
        }
      />
      <Suspense fallback={<LoadingAfter label="Loading partners" children={<Ghosts />} />}>
        <DelegationList
          org={org}
          filter={filterOf(status, search)}
          onFilter={visit}
          onAct={(act, it) => acts[act](it)}
          onInvite={() => ask('invite')}
        />
      </Suspense>
      <InvitePartner {...dialogs} opened={dialog === 'invite'} like={about} onShow={showExisting} />
      <BulkInvite {...dialogs} opened={dialog === 'bulk'} />
      {about && <RevokeAccess {...dialogs} opened={dialog === 'revoke'} delegation={about} />}
      {about && <CancelInvitation {...dialogs} opened={dialog === 'cancel'} delegation={about} />}
      <DelegationDrawer
        org={org}
        company={company}
        id={delegation}
        show={show}
        onClose={() => visit({ delegation: undefined, show: undefined })}
      />
    </>
  )
}
