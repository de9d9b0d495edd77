import { useEffect, useRef } from 'react'
import { findRequest, listRequests, viewRequest } from '../../../shared/requests.ts'
import { useWrite } from '../../api.ts'

/** Says once that it was looked at, when somebody does: not when a page is only prepared, or opened behind another one. */
export function useViewedOnce(id: string, viewedAt: string | null) {
  const { mutate } = useWrite(viewRequest, { refresh: [findRequest, listRequests] })
  const told = useRef(viewedAt !== null)
  useEffect(() => {
    const tell = () => {
      if (told.current || document.visibilityState !== 'visible') return
      told.current = true
      mutate({ id })
    }
    tell()
    document.addEventListener('visibilitychange', tell)
    return () => document.removeEventListener('visibilitychange', tell)
  }, [id, mutate])
}
