import { Text } from '@mantine/core'
import { publishShortlist } from '../../../shared/shortlists.ts'
import { ChangedMeanwhile } from '../../ui/changed-meanwhile.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useChange } from './change.ts'
import { useOpenShortlist } from './open-shortlist.ts'

type PublishProps = { opened: boolean; onClose: () => void; asPartner: boolean }

/** SPEC V4: asked once, because it is not undone. */
export function Publish({ opened, onClose, asPartner }: PublishProps) {
  const { company } = useOpenShortlist()
  const publishing = useChange(publishShortlist, {
    onDone: ({ title }) => {
      toast(`${title} published`)
      onClose()
    },
  })
  const close = () => {
    onClose()
    publishing.forget()
  }
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title="Publish shortlist?"
      keep="Not yet"
      act="Publish"
      onConfirm={() => publishing.send({})}
      pending={publishing.sending}
      problem={publishing.problem}
    >
      <div>
        <Text>
          The team of {company} will see it, and any partner who sees all published work.
          {asPartner && ' Admins and editors are told.'}
        </Text>
        <Text>Publishing cannot be undone.</Text>
      </div>
      <ChangedMeanwhile by={publishing.changedBy} then="publish again" />
    </Confirm>
  )
}
