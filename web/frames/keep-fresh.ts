import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Endpoint } from '../../shared/endpoint.ts'
import { refreshDoors } from '../api.ts'

type Doors = Pick<Endpoint, 'route'>[]

/**
 * Reads again, while somebody looks, what no stream tells: everything else `useStream` keeps fresh.
 * @param doors one array for the life of the component
 * @param seconds between two looks; null for none
 */
export function useKeepFresh(doors: Doors, seconds: number | null) {
  const cache = useQueryClient()
  useEffect(() => {
    if (seconds === null) return
    const refresh = () => void (document.visibilityState === 'visible' && refreshDoors(cache, doors))
    const timer = setInterval(refresh, seconds * 1000)
    return () => clearInterval(timer)
  }, [cache, doors, seconds])
}
