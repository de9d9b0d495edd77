import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Delegation } from '../../../shared/delegations.ts'
import { Deadline } from '../../ui/moment.tsx'
import records from '../../ui/records.module.css'
import { MailState } from './delegation-facts.tsx'
import { copyLink, useResend } from './resend.ts'

type PendingProps = { org: string; delegation: Delegation }

/** What one may want to know and do while somebody has not answered yet. */
export function PendingInvitation({ org, delegation }: PendingProps) {
  const [refused, setRefused] = useState('')
  const { resend, isSending } = useResend(org)
  const sendAgain = () => {
    setRefused('')
    resend(delegation, setRefused)
  }
  return (
    <Stack gap="sm">
      <dl className={records.facts}>
        <dt>Open until</dt>
        <dd>
          <Deadline at={delegation.expiresAt} />
        </dd>
        <dt>Mail</dt>
        <dd>
          <MailState of={delegation} />
        </dd>
      </dl>
      <TextInput
        label="Link"
        description="It has no secret: the partner signs in to accept."
        readOnly
        value={delegation.link}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <Group gap="xs">
        <Button variant="default" size="xs" onClick={() => void copyLink(delegation)}>
          Copy link
        </Button>
        <Button variant="default" size="xs" onClick={sendAgain} loading={isSending}>
          Resend
        </Button>
      </Group>
      {refused && (
        <Alert color="red" role="alert" py="xs">
          <Text size="sm">{refused}</Text>
        </Alert>
      )}
    </Stack>
  )
}
