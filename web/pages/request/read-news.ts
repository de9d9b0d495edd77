import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listNotifications } from '../../../shared/notifications.ts'
import { reading } from '../../api.ts'
import { useMarkAsRead } from '../../frames/news-line.tsx'
import { useMe } from '../../me.ts'
import { paths } from '../../paths.ts'

/** Who reads a request, by whatever way they came, has no need of the news about it any more. */
export function useNewsAsRead(id: string) {
  const { unreadNotifications } = useMe()
  const unread = reading(listNotifications, { unread: 'true', limit: 100 })
  const { data } = useQuery({ ...unread, enabled: unreadNotifications > 0 })
  const { mutate } = useMarkAsRead()
  const ids = (data?.items ?? []).filter(({ path, readAt }) => path === paths.request(id) && !readAt).map((it) => it.id)
  const told = ids.join()
  useEffect(() => {
    if (told) mutate({ ids: told.split(',') })
  }, [told, mutate])
}
