import { Alert, Stack, Text, Textarea, ThemeIcon } from '@mantine/core'
import { IconEyeCheck, IconLock, IconPencil, IconPlugConnectedX } from '@tabler/icons-react'
import { useState } from 'react'
import { type Delegation, revokeDelegation } from '../../../shared/delegations.ts'
import { useWrite } from '../../api.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Day } from '../../ui/moment.tsx'
import { toast } from '../../ui/toast.tsx'
import { Line, PersonAvatar } from '../../ui/who.tsx'
import { changed } from './delegation-doors.ts'
import { nameOf } from './delegation-facts.tsx'
import styles from './partners.module.css'

type RevokeProps = {
  org: string
  company: string
  /** Whom it is about; from before it opens until after it has closed, so that nothing changes in between. */
  delegation: Delegation | null
  opened: boolean
  onClose: () => void
}

/** Numbers only of what the reader may see already: how many drafts there are is not told before they pass (V1). */
const consequences = (name: string, company: string) =>
  [
    [
      IconPlugConnectedX,
      'Access ends the moment you confirm',
      `Open pages close. ${name} is told by mail and in the app.`,
    ],
    [IconEyeCheck, 'Published work stays', 'Your team keeps it, and the notes that were shared.'],
    [IconPencil, `Drafts pass to ${company}`, `Your admins and editors then see them, marked with the name ${name}.`],
    [IconLock, 'Personal notes stay personal', 'Nobody else sees them.'],
  ] as const

export function RevokeAccess({ org, company, delegation, opened, onClose }: RevokeProps) {
  const [reason, setReason] = useState('')
  const revoking = useWrite(revokeDelegation, { refresh: changed })
  const name = delegation ? nameOf(delegation) : ''
  const close = () => {
    onClose()
    setReason('')
    revoking.reset()
  }
  const revoke = () =>
    delegation &&
    revoking.mutate(
      { org, id: delegation.id, reason },
      {
        onSuccess: () => {
          toast(`Access of ${name} revoked`)
          close()
        },
      },
    )
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title="Revoke access?"
      keep="Keep access"
      act="Revoke access"
      danger
      onConfirm={revoke}
      pending={revoking.isPending}
      problem={revoking.error}
    >
      {delegation && <Partner of={delegation} />}
      <Consequences name={name} company={company} />
      <Textarea
        label="Reason"
        description={`Optional. ${name} reads it, and it is kept in the timeline.`}
        placeholder="The project has ended. Thank you for your work."
        rows={2}
        maxLength={500}
        value={reason}
        onChange={({ currentTarget: { value } }) => setReason(value)}
      />
      <Alert color="gray" py="xs">
        <Text size="sm">This cannot be undone. To work together again, invite {name} anew.</Text>
      </Alert>
    </Confirm>
  )
}

const Partner = ({ of }: { of: Delegation }) => (
  <Line
    picture={<PersonAvatar name={of.partner.name} size={44} />}
    name={nameOf(of)}
    detail={
      <>
        {of.partner.email}
        {of.acceptedAt && (
          <>
            {' '}
            · partner since <Day at={of.acceptedAt} />
          </>
        )}
      </>
    }
  />
)

const Consequences = ({ name, company }: { name: string; company: string }) => (
  <Stack gap="sm" component="ul" className={styles.plainList}>
    {consequences(name, company).map(([Icon, what, detail]) => (
      <li key={what} className={styles.fact}>
        <ThemeIcon variant="light" color="gray" size={32} radius="md">
          <Icon size={18} stroke={1.6} />
        </ThemeIcon>
        <div>
          <Text fw={600} size="sm">
            {what}
          </Text>
          <Text size="sm" c="dimmed">
            {detail}
          </Text>
        </div>
      </li>
    ))}
  </Stack>
)
