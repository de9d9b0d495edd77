import { Button } from '@mantine/core'
import { Suspense, useDeferredValue } from 'react'
import type { Filter } from './address.ts'
import { useDelegations } from './delegation-list.tsx'

type Asks = { onBulk: () => void; onInvite: () => void }
type InviteButtonsProps = Asks & { org: string; filter: Filter }

/** There from the beginning. Only an organization without partners has the one button of its empty page instead. */
export const InviteButtons = (props: InviteButtonsProps) => (
  <Suspense fallback={<Buttons {...props} />}>
    <UnlessFirst {...props} />
  </Suspense>
)

function UnlessFirst({ org, filter, ...asks }: InviteButtonsProps) {
  const { first } = useDelegations(org, useDeferredValue(filter))
  return first.counts.all > 0 && <Buttons {...asks} />
}

const Buttons = ({ onBulk, onInvite }: Asks) => (
  <>
    <Button variant="default" onClick={onBulk}>
      Bulk invite
    </Button>
    <Button onClick={onInvite}>Invite partner</Button>
  </>
)
