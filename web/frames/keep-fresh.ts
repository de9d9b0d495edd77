import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Endpoint } from '../../shared/endpoint.ts'
import { refreshDoors } from '../api.ts'

type Doors = Pick<Endpoint, 'route'>[]

/**
 * Reads again what others may have changed: every so often while somebody looks, and when they come back to the window.
 * @param doors one array for the life of the component
 */
export function useKeepFresh(doors: Doors, seconds = 15) {
  const cache = useQueryClient()
  useEffect(() => {
    const refresh = () => void (document.visibilityState === 'visible' && refreshDoors(cache, doors))
    const timer = setInterval(refresh, seconds * 1000)
    window.addEventListener('focus', refresh)
    return () => {
      clearInterval(timer)
      window.removeEventListener('focus', refresh)
    }
  }, [cache, doors, seconds])
}
