import { Text } from '@mantine/core'
import { askerText, revealBrief } from '../../../../shared/briefs.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useBriefChange } from './change.ts'
import { useOpenBrief } from './open-brief.ts'

type RevealProps = { opened: boolean; onClose: () => void }

/** SPEC 7: asked once, because it is not undone. */
export function Reveal({ opened, onClose }: RevealProps) {
  const { brief } = useOpenBrief()
  const revealing = useBriefChange(revealBrief, ({ asks }) => {
    toast(`Solutions now read: ${askerText(asks)} asks`)
    onClose()
  })
  const close = () => {
    onClose()
    revealing.forget()
  }
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title="Reveal who asks?"
      keep="Not now"
      act="Reveal"
      onConfirm={() => revealing.send({})}
      pending={revealing.sending}
      problem={revealing.problem}
    >
      <div>
        <Text>
          Solutions now read “{askerText(brief.asks)}”. From then on every recipient reads “
          {askerText(brief.asksRevealed ?? brief.asks)}”, also on the answer they gave.
        </Text>
        <Text>Revealing cannot be undone.</Text>
      </div>
    </Confirm>
  )
}
