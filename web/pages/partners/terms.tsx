import { Checkbox, Collapse, Radio, Select, SimpleGrid, Stack, Textarea, UnstyledButton } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { type Delegation, dataVisibilities, identityModes } from '../../../shared/delegations.ts'
import { type Grant, grantNames, grants } from '../../../shared/permissions.ts'
import choice from '../../ui/choice.module.css'
import styles from './partners.module.css'

/** What a partner is given. */
export type Terms = Pick<Delegation, 'permissions' | 'dataVisibility' | 'identityMode'>
export type InvitationTerms = Terms & { message: string }

/** What an invitation proposes unless told otherwise. */
export const usualTerms: InvitationTerms = {
  permissions: [...grantNames] as Grant[],
  dataVisibility: 'scoped',
  identityMode: 'as_buyer',
  message: '',
}

export const termsOf = ({ permissions, dataVisibility, identityMode }: Terms): Terms => ({
  permissions,
  dataVisibility,
  identityMode,
})

/** What a form of terms gives to one field. */
type FieldProps = ReturnType<UseFormReturnType<Terms>['getInputProps']>

export const GrantChoice = (field: FieldProps) => (
  <Checkbox.Group label="They may work on" {...field}>
    <Stack gap={6}>
      {grantNames.map((name) => (
        <Checkbox
          key={name}
          value={name}
          label={grants[name].label}
          description={grants[name].allows}
          className={choice.card ?? ''}
        />
      ))}
    </Stack>
  </Checkbox.Group>
)

export const VisibilityChoice = ({ columns, ...field }: FieldProps & { columns: 1 | 2 }) => (
  <Radio.Group label="They see" {...field}>
    <SimpleGrid cols={{ base: 1, sm: columns }} spacing={8} verticalSpacing={6}>
      {Object.entries(dataVisibilities).map(([name, { label, explains }]) => (
        <Radio key={name} value={name} label={label} description={explains} className={choice.card ?? ''} />
      ))}
    </SimpleGrid>
  </Radio.Group>
)

export const IdentityChoice = ({ company, ...field }: FieldProps & { company: string }) => (
  <Select
    label="How they appear to solutions"
    allowDeselect={false}
    data={Object.entries(identityModes).map(([value, { label, explains }]) => ({
      value,
      label: `${label}: ${explains(company)}`,
    }))}
    {...field}
  />
)

type MoreOptionsProps = { form: UseFormReturnType<InvitationTerms>; company: string; opened: boolean }

/** What most invitations leave as it is: closed until somebody asks for it. */
export function MoreOptions({ form, company, opened: openedFirst }: MoreOptionsProps) {
  const [opened, { toggle }] = useDisclosure(openedFirst)
  return (
    <div>
      <UnstyledButton type="button" onClick={toggle} aria-expanded={opened} className={styles.more}>
        <IconChevronDown size={18} className={styles.chevron} /> More options
      </UnstyledButton>
      <Collapse expanded={opened}>
        <Stack gap="md" pt="md">
          <VisibilityChoice columns={2} {...form.getInputProps('dataVisibility')} />
          <IdentityChoice company={company} {...form.getInputProps('identityMode')} />
          <Textarea
            label="Message"
            description="Optional. It is part of the invitation mail."
            rows={3}
            {...form.getInputProps('message')}
          />
        </Stack>
      </Collapse>
    </div>
  )
}
