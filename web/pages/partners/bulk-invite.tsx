import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMediaQuery } from '@mantine/hooks'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { z } from 'zod'
import { invitePartners } from '../../../shared/delegations.ts'
import { useWrite } from '../../api.ts'
import choice from '../../ui/choice.module.css'
import { useSubmission } from '../../ui/form.ts'
import { failedAddresses, failuresFirst, splitAddresses } from './addresses.ts'
import { changed } from './delegation-doors.ts'
import { InviteFoot } from './invite-partner.tsx'
import styles from './partners.module.css'
import { GrantChoice, MoreOptions, usualTerms } from './terms.tsx'

type Results = z.output<typeof invitePartners.reply>['results']
type BulkInviteProps = { org: string; company: string; inviteExpiryDays: number | null; onClose: () => void }

export function BulkInvite({ opened, ...steps }: BulkInviteProps & { opened: boolean }) {
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  return (
    <Modal
      opened={opened}
      onClose={steps.onClose}
      title="Bulk invite"
      size={600}
      fullScreen={isPhone}
      closeOnClickOutside={false}
      {...(isPhone && { radius: 0 })}
    >
      <Steps {...steps} />
    </Modal>
  )
}

/** First the addresses, then what became of each. The form keeps its terms for those that are tried again. */
export function Steps({ org, company, inviteExpiryDays, onClose }: BulkInviteProps) {
  const form = useForm({ initialValues: { emails: '', ...usualTerms } })
  const [results, setResults] = useState<Results | null>(null)
  const inviting = useWrite(invitePartners, { refresh: changed })
  const { submit, problem, sending } = useSubmission(form, inviting, {
    input: ({ emails, ...terms }) => ({ org, emails: splitAddresses(emails), ...terms }),
    onDone: (answer) => setResults(answer.results),
  })
  const tryAgain = (failed: string) => {
    form.setFieldValue('emails', failed)
    setResults(null)
  }
  if (results) return <BulkResults results={results} onTryAgain={tryAgain} onClose={onClose} />
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Textarea
          label="Emails"
          description="Up to 100, one a line or with commas between them. Each gets an invitation of their own."
          placeholder={'name@company.com\nother@company.com'}
          rows={6}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('emails')}
        />
        <GrantChoice {...form.getInputProps('permissions')} />
        <MoreOptions form={form} company={company} opened={false} />
      </Stack>
      <InviteFoot
        inviteExpiryDays={inviteExpiryDays}
        act={actOf(splitAddresses(form.values.emails).length)}
        sending={sending}
        problem={problem}
        onRetry={() => submit()}
        onClose={onClose}
      />
    </form>
  )
}

const actOf = (count: number) => (count > 1 ? `Send ${count} invitations` : 'Send invitations')

type BulkResultsProps = { results: Results; onTryAgain: (failed: string) => void; onClose: () => void }

const BulkResults = ({ results, onTryAgain, onClose }: BulkResultsProps) => {
  const failed = failedAddresses(results)
  return (
    <>
      <Stack gap="md">
        <Text role="status">{summaryOf(results)}</Text>
        <ul className={styles.results}>
          {failuresFirst(results).map((result) => (
            <Result key={result.email} {...result} />
          ))}
        </ul>
      </Stack>
      <div className={choice.foot}>
        <span />
        <Group gap="xs">
          {failed && (
            <Button variant="default" onClick={() => onTryAgain(failed)}>
              Try the failed ones again
            </Button>
          )}
          <Button onClick={onClose} data-autofocus>
            Close
          </Button>
        </Group>
      </div>
    </>
  )
}

const Result = ({ email, problem }: Results[number]) => (
  <li>
    {problem ? <IconAlertTriangle size={18} className={styles.failed} /> : <IconCheck size={18} />}
    <div>
      <Text fw={600} size="sm">
        {email}
      </Text>
      <Text size="sm" c={problem ? 'red' : 'dimmed'}>
        {problem ? (problem.detail ?? problem.title) : 'Invitation sent'}
      </Text>
    </div>
  </li>
)

/** "2 invitations sent. 1 address was refused." */
function summaryOf(results: Results): string {
  const refused = results.filter(({ problem }) => problem).length
  const sent = results.length - refused
  const first = sent === 1 ? '1 invitation sent.' : `${sent} invitations sent.`
  if (refused === 0) return first
  return `${first} ${refused === 1 ? '1 address was' : `${refused} addresses were`} refused.`
}
