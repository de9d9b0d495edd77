import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { signOut } from '../../shared/accounts.ts'
import { useWrite } from '../api.ts'
import { forgetDrafts, forgetForeignDrafts } from '../kept-drafts.ts'
import { useMe } from '../me.ts'
import { paths } from '../paths.ts'
import { AccountMenu } from '../ui/account-menu.tsx'
import { Bell } from '../ui/bell.tsx'
import { MenuLink } from '../ui/menu-link.tsx'
import { NewestNotifications } from './newest-notifications.tsx'
import { RequestsLink } from './requests-link.tsx'

/** What is at the right of every header: the news, and oneself. */
export function HeaderEnd() {
  const me = useMe()
  const { user, requests, unreadNotifications } = me
  useEffect(() => forgetForeignDrafts(me), [me])
  const leave = useSignOut()
  return (
    <>
      {requests && <RequestsLink open={requests.open} />}
      <Bell unread={unreadNotifications}>{(close) => <NewestNotifications onLeave={close} />}</Bell>
      <AccountMenu name={user.name || user.email} detail={user.email} onSignOut={leave}>
        <MenuLink to={paths.account}>Profile and sign-in</MenuLink>
        <MenuLink to={paths.notificationPreferences}>Notification preferences</MenuLink>
        {requests && <MenuLink to={paths.requests}>Requests</MenuLink>}
        <MenuLink to={paths.partnerDashboard}>Partner Dashboard</MenuLink>
        <MenuLink to={paths.newOrganization}>Create an organization</MenuLink>
      </AccountMenu>
    </>
  )
}

/** Ends the session, and forgets all that was read in it. */
export function useSignOut() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const leaving = useWrite(signOut, { refresh: [] })
  const leave = async () => {
    forgetDrafts()
    await navigate({ to: paths.signIn })
    cache.clear()
  }
  return () => leaving.mutate({}, { onSuccess: () => void leave() })
}
