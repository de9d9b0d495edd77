import { Button, Group, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { deleteMe, findDeletion } from '../../../shared/accounts.ts'
import { useRead, useWrite } from '../../api.ts'
import { forgetDrafts } from '../../kept-drafts.ts'
import { paths } from '../../paths.ts'
import { isFieldRight, useSubmission } from '../../ui/form.ts'
import { TextLink } from '../../ui/link.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Consequences } from './consequences.tsx'
import { type Account, noProof, OnceProven, ProofField, proofIn, useProof } from './proof.tsx'

type DeleteAccountProps = { user: Account; opened: boolean; onClose: () => void }

/** Says what ends and what stays, first of all who has to be made an admin before. */
export const DeleteAccount = ({ user, opened, onClose }: DeleteAccountProps) => (
  <Modal opened={opened} onClose={onClose} title="Delete your account?" size={560}>
    <Loaded label="Loading what stands in the way" skeleton={<Skeleton h={220} />}>
      <Asked user={user} onKeep={onClose} />
    </Loaded>
  </Modal>
)

type AskedProps = { user: Account; onKeep: () => void }

function Asked({ user, onKeep }: AskedProps) {
  const { lastAdminOf } = useRead(findDeletion, {})
  if (lastAdminOf.length === 0) return <DeleteForm user={user} onKeep={onKeep} />
  return (
    <Stack gap="lg">
      <Text>
        You are the last admin of{' '}
        {lastAdminOf.map(({ slug, name }, place) => (
          <span key={slug}>
            {place > 0 && ', '}
            <TextLink to={paths.members(slug)}>{name}</TextLink>
          </span>
        ))}
        . Make somebody else an admin there first: an organization without one can be run by nobody.
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onKeep} data-autofocus>
          Keep account
        </Button>
      </Group>
    </Stack>
  )
}

function DeleteForm({ user, onKeep }: AskedProps) {
  const { form, proof, submit, problem, sending } = useDeleting(user)
  return (
    <form onSubmit={proof.before(submit)} noValidate>
      <Stack gap="lg">
        <Consequences />
        <TextInput
          label="Your email"
          description={`Type ${user.email} to confirm. This cannot be undone.`}
          autoComplete="off"
          {...form.getInputProps('typed')}
        />
        <ProofField proof={proof} propsOf={(field) => form.getInputProps(field)} />
        <Problem error={problem} onRetry={submit} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onKeep} data-autofocus>
            Keep account
          </Button>
          <OnceProven proof={proof}>
            <Button type="submit" color="red" loading={sending}>
              Delete account
            </Button>
          </OnceProven>
        </Group>
      </Stack>
    </form>
  )
}

function useDeleting(user: Account) {
  const form = useForm({
    initialValues: { typed: '', ...noProof },
    validate: { typed: (typed) => (isSame(typed, user.email) ? null : 'This is not your email.') },
  })
  const proof = useProof(user, () => isFieldRight(form, 'typed'))
  const leave = useLeaving()
  // With the account its session ends, and that may take this page away before the answer is here.
  const write = useWrite(deleteMe, { refresh: [], lastly: leave })
  const input = ({ typed: _, ...proof }: ReturnType<typeof form.getValues>) => proofIn(proof, user)
  return { form, proof, ...useSubmission(form, write, { input }) }
}

const isSame = (typed: string, email: string) => typed.trim().toLowerCase() === email.toLowerCase()

/** Nothing of what was read or typed stays in this browser. */
function useLeaving() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  return () => {
    forgetDrafts()
    void navigate({ to: paths.goodbye, replace: true }).then(() => cache.clear())
  }
}
