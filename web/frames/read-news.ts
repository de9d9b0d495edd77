import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listNotifications, type Notification } from '../../shared/notifications.ts'
import { reading } from '../api.ts'
import { useMe } from '../me.ts'
import { useMarkAsRead } from './news-line.tsx'

/**
 * Who reads a thing, by whatever way they came, has no need any more of the news that lead to it.
 * @param page its address
 * @param kind only news of this kind
 */
export function useNewsAsRead(page: string, kind?: string) {
  const { unreadNotifications } = useMe()
  const unread = reading(listNotifications, { unread: 'true', limit: 100 })
  const { data } = useQuery({ ...unread, enabled: unreadNotifications > 0 })
  const { mutate } = useMarkAsRead()
  const isAbout = (it: Notification) => it.path.split('?')[0] === page && (!kind || it.kind === kind)
  const ids = (data?.items ?? []).filter((it) => isAbout(it) && !it.readAt).map(({ id }) => id)
  const told = ids.join()
  useEffect(() => {
    if (told) mutate({ ids: told.split(',') })
  }, [told, mutate])
}
