import { readdirSync } from 'node:fs'
import type { Endpoint } from '../../shared/endpoint.ts'

const nouns = readdirSync(new URL('../../shared', import.meta.url))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length))

/** Every door of the product, a new one as soon as it is written. */
export const doors: Endpoint[] = (
  await Promise.all(nouns.map((noun): Promise<object> => import(`../../shared/${noun}.ts`)))
)
  .flatMap((noun) => Object.values(noun))
  .filter((it): it is Endpoint => typeof it === 'object' && it !== null && 'route' in it)
