import { Alert, Button, Checkbox, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { readMe } from '../../../shared/accounts.ts'
import {
  changeOrganization,
  type OrganizationSettings,
  openWorkspace,
  readOrganization,
} from '../../../shared/organizations.ts'
import { useWrite } from '../../api.ts'
import { paths } from '../../paths.ts'
import { useSubmission } from '../../ui/form.ts'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Problem } from '../../ui/problem.tsx'
import { toast } from '../../ui/toast.tsx'
import { Section } from '../account/section.tsx'
import { changesIn, type SettingsForm, useSettingsForm, valuesOf } from './settings-form.ts'

type GeneralProps = { org: string; settings: OrganizationSettings }

/** Name, address, invitations, quotes: only what was changed is saved, so that nobody's change is undone unseen. */
export function General({ org, settings }: GeneralProps) {
  const form = useSettingsForm(settings)
  const write = useWrite(changeOrganization, { refresh: [readOrganization, openWorkspace, readMe] })
  const { submit, problem, sending } = useSubmission(form, write, {
    input: (values) => ({ org, ...changesIn(form, values) }),
    onDone: (answer) => {
      form.resetDirty(valuesOf(answer))
      form.setValues(valuesOf(answer))
      toast('Settings saved')
    },
  })
  const isBuyer = settings.kind === 'buyer'
  return (
    <Section title="Organization" purpose="The name is what everybody reads. The colour follows the address.">
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput label="Name" autoComplete="organization" {...form.getInputProps('name')} />
          <Address form={form} settings={settings} />
          <NumberInput
            label="Invitations expire after (days)"
            description={`1 to 30${isBuyer ? ', for partners and for the team' : ''}. Empty: ${settings.defaultInviteExpiryDays}, as this installation has it.`}
            placeholder={String(settings.defaultInviteExpiryDays)}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="none"
            {...form.getInputProps('inviteExpiryDays')}
          />
          {isBuyer && (
            <Checkbox
              label="Viewers see quotes"
              description="Without it, viewers read briefs, but not what solutions answered, nor how many did."
              {...form.getInputProps('viewersSeeQuotes', { type: 'checkbox' })}
            />
          )}
          <Problem error={problem} onRetry={() => submit()} />
          <Group>
            <Button type="submit" loading={sending} disabled={!form.isDirty()}>
              Save settings
            </Button>
          </Group>
        </Stack>
      </form>
      <LeaveGuard isUnsaved={form.isDirty()} mayGo={() => false}>
        What you changed in the settings is not saved.
      </LeaveGuard>
    </Section>
  )
}

/** Says before it is saved what becomes of the address of now. */
const Address = ({ form, settings: { slug, formerSlugs } }: { form: SettingsForm; settings: OrganizationSettings }) => (
  <Stack gap="xs">
    <TextInput
      label="Address"
      description={`What follows ${location.host}/w/ in the address of every page. Small letters, digits and dashes.`}
      autoComplete="off"
      spellCheck={false}
      {...form.getInputProps('slug')}
    />
    {form.isDirty('slug') && (
      <Alert color="gray" py="xs">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          Open pages move to the new address at once. Links to {paths.workspace(slug)} keep leading here, for good:
          nobody else gets that address.
        </Text>
      </Alert>
    )}
    {formerSlugs.length > 0 && (
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        Still leading here: {formerSlugs.map(paths.workspace).join(', ')}
      </Text>
    )}
  </Stack>
)
