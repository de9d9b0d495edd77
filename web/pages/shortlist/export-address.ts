import { address } from '../../../shared/endpoint.ts'
import { exportShortlist } from '../../../shared/shortlists.ts'

/** The file itself: a plain link, the browser keeps it. */
export const exportAddress = (org: string, id: string): string =>
  address(exportShortlist)[1].replace(':org', encodeURIComponent(org)).replace(':id', encodeURIComponent(id))
