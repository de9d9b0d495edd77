import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMe } from '../../me.ts'
import { notificationsSearch } from './search.ts'

/** The filter stands in the address, so that *Back* from what a notification leads to finds it again. */
export function useNotificationsAddress() {
  const filter = useSearch({ from: '/signed-in/lobby/notifications' })
  const navigate = useNavigate({ from: '/notifications' })
  const filterBy = (chosen: Record<string, unknown>) =>
    void navigate({ search: notificationsSearch({ ...filter, ...chosen }), replace: true, resetScroll: false })
  const showAll = () => void navigate({ search: {}, replace: true, resetScroll: false })
  return { filter, filterBy, showAll }
}

/** The organizations that news can come from: those one belongs to, and those one works for. */
export function useSources(): { slug: string; name: string }[] {
  const { organizations, partnerships } = useMe()
  return [...organizations, ...partnerships.map(({ organization }) => organization)]
}
