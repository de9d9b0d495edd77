import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import {
  type OrganizationSettings,
  readOrganization,
  registerDomain,
  removeDomain,
} from '../../../shared/organizations.ts'
import { useWrite } from '../../api.ts'
import { useMe } from '../../me.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { focusHeading } from '../../ui/focus.ts'
import { useSubmission } from '../../ui/form.ts'
import { Moment } from '../../ui/moment.tsx'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { Section } from '../account/section.tsx'
import styles from './organization-settings.module.css'

type DomainsProps = { org: string; settings: OrganizationSettings }
type Domain = OrganizationSettings['domains'][number]

const changed = [readOrganization]
const domainOf = (email: string) => email.split('@')[1] ?? ''

/** SPEC O3. */
export function Domains({ org, settings: { name, domains } }: DomainsProps) {
  const own = domainOf(useMe().user.email)
  const [removing, setRemoving] = useState<{ domain: string; opened: boolean }>({ domain: '', opened: false })
  return (
    <Section
      title="Joining by domain"
      purpose={`Who signs up with an address in one of these domains joins the team of ${name} as a viewer, without an invitation. Admins are told.`}
    >
      {domains.length > 0 && (
        <ul className={styles.domains}>
          {domains.map((it) => (
            <DomainLine key={it.domain} {...it} onRemove={() => setRemoving({ domain: it.domain, opened: true })} />
          ))}
        </ul>
      )}
      {!domains.some(({ domain }) => domain === own) && <Register org={org} own={own} />}
      <RemoveDomain org={org} {...removing} onClose={() => setRemoving({ ...removing, opened: false })} />
    </Section>
  )
}

const DomainLine = ({ domain, registeredBy, registeredAt, isPaused, onRemove }: Domain & { onRemove: () => void }) => (
  <li>
    <div className={styles.words}>
      <Text size="sm" fw={600}>
        {domain}
      </Text>
      <Text size="xs" c="dimmed">
        Registered by {registeredBy.name}, <Moment at={registeredAt} />
      </Text>
      {isPaused && <Text size="xs">Paused: no admin has an address there any more, so nobody joins by it.</Text>}
    </div>
    <Button variant="default" size="xs" onClick={onRemove} aria-label={`Remove ${domain}`}>
      Remove
    </Button>
  </li>
)

function Register({ org, own }: { org: string; own: string }) {
  const form = useForm({ initialValues: { domain: own } })
  const registering = useWrite(registerDomain, { refresh: changed })
  const { submit, problem, sending } = useSubmission(form, registering, {
    input: ({ domain }) => ({ org, domain: domain.trim() }),
    onDone: (_, { domain }) => {
      toast(`${domain.trim()} registered`)
      focusHeading()
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label="Domain"
          description="The one of your own address: that is the one you have proven. Domains of mail providers, where everybody can have an address, are refused."
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('domain')}
        />
        <Problem error={problem} onRetry={() => submit()} />
        <Group>
          <Button type="submit" variant="default" loading={sending}>
            Register domain
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type RemoveProps = { org: string; domain: string; opened: boolean; onClose: () => void }

function RemoveDomain({ org, domain, opened, onClose }: RemoveProps) {
  const removing = useWrite(removeDomain, { refresh: changed })
  const close = () => {
    onClose()
    removing.reset()
  }
  const remove = () =>
    removing.mutate(
      { org, domain },
      {
        onSuccess: () => {
          toast(`${domain} removed`)
          close()
        },
      },
    )
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title="Remove domain?"
      keep="Keep domain"
      act="Remove domain"
      danger
      onConfirm={remove}
      pending={removing.isPending}
      problem={removing.error}
    >
      {`Nobody joins by ${domain} any more. Who joined by it stays in the team.`}
    </Confirm>
  )
}
