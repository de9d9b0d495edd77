import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMediaQuery } from '@mantine/hooks'
import { type Delegation, invitePartner } from '../../../shared/delegations.ts'
import { useWrite } from '../../api.ts'
import { isProblem } from '../../problem.ts'
import choice from '../../ui/choice.module.css'
import { useSubmission } from '../../ui/form.ts'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { changed } from './delegation-doors.ts'
import styles from './partners.module.css'
import { GrantChoice, MoreOptions, termsOf, usualTerms } from './terms.tsx'

type InviteProps = {
  org: string
  company: string
  /** How long the invitation will work. */
  inviteExpiryDays: number | null
  /** Invite again: whom, and with what. */
  like?: Delegation | null
  /** Opens what is there already, for an address that has it. */
  onShow: (delegationId: string) => void
  onClose: () => void
}

export function InvitePartner({ opened, ...form }: InviteProps & { opened: boolean }) {
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  return (
    <Modal
      opened={opened}
      onClose={form.onClose}
      title="Invite partner"
      size={600}
      fullScreen={isPhone}
      closeOnClickOutside={false}
      {...(isPhone && { radius: 0 })}
    >
      <InviteForm {...form} />
    </Modal>
  )
}

function InviteForm({ org, company, inviteExpiryDays, like, onShow, onClose }: InviteProps) {
  const form = useForm({
    initialValues: { email: '', ...usualTerms, ...(like && { email: like.partner.email, ...termsOf(like) }) },
  })
  const inviting = useWrite(invitePartner, { refresh: changed })
  const { submit, problem, sending } = useSubmission(form, inviting, {
    input: (values) => ({ org, ...values }),
    onDone: ({ partner }) => {
      toast(`Invitation sent to ${partner.email}`)
      onClose()
    },
  })
  const { error, ...email } = form.getInputProps('email')
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Email"
          description="One person. They need not have an account."
          type="email"
          autoComplete="off"
          placeholder="name@company.com"
          data-autofocus
          {...email}
          error={error && <EmailError words={error} live={liveOf(inviting.error)} onShow={onShow} />}
        />
        <GrantChoice {...form.getInputProps('permissions')} />
        <MoreOptions form={form} company={company} opened={Boolean(like)} />
      </Stack>
      <InviteFoot
        inviteExpiryDays={inviteExpiryDays}
        act="Send invitation"
        sending={sending}
        problem={problem}
        onRetry={() => submit()}
        onClose={onClose}
      />
    </form>
  )
}

const liveOf = (error: Error | null) => (isProblem(error) ? (error.problem.delegation ?? null) : null)

type EmailErrorProps = { words: string; live: { id: string } | null; onShow: (delegationId: string) => void }

const EmailError = ({ words, live, onShow }: EmailErrorProps) => (
  <>
    {words}{' '}
    {live && (
      <Anchor component="button" type="button" inherit c="inherit" fw={600} onClick={() => onShow(live.id)}>
        Show it
      </Anchor>
    )}
  </>
)

type InviteFootProps = {
  inviteExpiryDays: number | null
  act: string
  sending: boolean
  problem: Error | null
  onRetry: () => void
  onClose: () => void
}

export const InviteFoot = ({ inviteExpiryDays, act, sending, problem, onRetry, onClose }: InviteFootProps) => (
  <div className={choice.foot}>
    <div className={styles.refusal}>
      <Problem error={problem} onRetry={onRetry} />
    </div>
    {inviteExpiryDays !== null && (
      <Text size="xs" c="dimmed">
        The invitation works for {inviteExpiryDays} {inviteExpiryDays === 1 ? 'day' : 'days'}.
      </Text>
    )}
    <Group gap="xs">
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
      <Button type="submit" loading={sending}>
        {act}
      </Button>
    </Group>
  </div>
)
