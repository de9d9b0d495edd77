import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { changeDelegation, type Delegation, findDelegation } from '../../../shared/delegations.ts'
import { reading, useWrite } from '../../api.ts'
import { isConflict } from '../../problem.ts'
import { useSubmission } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { changed } from './delegation-doors.ts'
import { nameOf } from './delegation-facts.tsx'
import styles from './partners.module.css'
import { PendingInvitation } from './pending-invitation.tsx'
import { GrantChoice, IdentityChoice, termsOf, VisibilityChoice } from './terms.tsx'

type ManageProps = { org: string; company: string; delegation: Delegation; onClose: () => void }

/** What is saved goes out with the version it was made from, so that nobody's change is undone unseen. */
export function ManageAccess({ org, company, delegation, onClose }: ManageProps) {
  const form = useForm({ initialValues: termsOf(delegation) })
  const { version, lookAgain } = useVersionSeen(org, delegation, form)
  const changing = useWrite(changeDelegation, { refresh: changed, ifMatch: version })
  const { submit, problem, sending } = useSubmission(form, changing, {
    input: (terms) => ({ org, id: delegation.id, ...terms }),
    onDone: () => {
      toast(`Access of ${nameOf(delegation)} changed. They are told in the app and by mail.`)
      onClose()
    },
  })
  const look = () => void lookAgain().then(changing.reset)
  return (
    <form onSubmit={form.isDirty() ? submit : leaveAsItIs(onClose)} noValidate>
      <Stack gap="lg">
        {delegation.status === 'pending' && <PendingInvitation org={org} delegation={delegation} />}
        <GrantChoice {...form.getInputProps('permissions')} />
        <VisibilityChoice columns={1} {...form.getInputProps('dataVisibility')} />
        <IdentityChoice company={company} {...form.getInputProps('identityMode')} />
      </Stack>
      <div className={styles.drawerFoot}>
        <div className={styles.refusal}>
          {isConflict(problem) ? (
            <Conflict error={problem} onLook={look} />
          ) : (
            <Problem error={problem} onRetry={() => submit()} />
          )}
        </div>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={sending}>
          Save
        </Button>
      </div>
    </form>
  )
}

const leaveAsItIs = (onClose: () => void) => (event: { preventDefault: () => void }) => {
  event.preventDefault()
  onClose()
}

type TermsForm = ReturnType<typeof useForm<ReturnType<typeof termsOf>>>

/** A newer version is taken over while nothing was changed here; after that only when somebody asks to see it. */
function useVersionSeen(org: string, newest: Delegation, form: TermsForm) {
  const cache = useQueryClient()
  const [version, setVersion] = useState(newest.version)
  const see = (delegation: Delegation) => {
    form.setInitialValues(termsOf(delegation))
    form.setValues(termsOf(delegation))
    form.resetDirty(termsOf(delegation))
    setVersion(delegation.version)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another version is news
  useEffect(() => {
    if (newest.version !== version && !form.isDirty()) see(newest)
  }, [newest.version])
  const lookAgain = async () =>
    see(await cache.fetchQuery({ ...reading(findDelegation, { org, id: newest.id }), staleTime: 0 }))
  return { version, lookAgain }
}

const Conflict = ({ error, onLook }: { error: Error; onLook: () => void }) => (
  <Alert color="red" role="alert" py="sm">
    <Group justify="space-between" gap="sm">
      <Text size="sm">{error.message}</Text>
      <Button variant="default" size="xs" onClick={onLook}>
        Look at the new version
      </Button>
    </Group>
  </Alert>
)
