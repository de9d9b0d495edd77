import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listNotifications } from '../../shared/notifications.ts'
import { reading } from '../api.ts'
import { useMe } from '../me.ts'
import { useMarkAsRead } from './news-line.tsx'

/** Who reads a thing, by whatever way they came, has no need any more of the news that lead to it. `page` is its address. */
export function useNewsAsRead(page: string) {
  const { unreadNotifications } = useMe()
  const unread = reading(listNotifications, { unread: 'true', limit: 100 })
  const { data } = useQuery({ ...unread, enabled: unreadNotifications > 0 })
  const { mutate } = useMarkAsRead()
  const ids = (data?.items ?? []).filter(({ path, readAt }) => path === page && !readAt).map((it) => it.id)
  const told = ids.join()
  useEffect(() => {
    if (told) mutate({ ids: told.split(',') })
  }, [told, mutate])
}
