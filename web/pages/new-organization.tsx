import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { createOrganization, type Organization } from '../../shared/organizations.ts'
import { useWrite } from '../api.ts'
import { useSignOut } from '../frames/header-end.tsx'
import { useMe } from '../me.ts'
import { paths } from '../paths.ts'
import { readAnew } from '../session.ts'
import { focusOnArrival } from '../ui/focus.ts'
import { useSubmission } from '../ui/form.ts'
import { PageHeading } from '../ui/heading.tsx'
import { Letter, LetterActions } from '../ui/letter.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Problem } from '../ui/problem.tsx'
import { SignedInAs } from '../ui/signed-in-as.tsx'

/** For those who source solutions for a company of their own (SPEC O1). */
export default function NewOrganization() {
  const { user } = useMe()
  const leave = useSignOut()
  return (
    <Letter
      width={520}
      head={<PageHeading>Create an organization</PageHeading>}
      foot={<SignedInAs email={user.email} onSignOut={leave} />}
    >
      <Stack gap="lg">
        <Text>
          A workspace for your company. You become its first admin, and can hand work to partners. Were you invited by
          another company? Its invitation waits on your Partner Dashboard.
        </Text>
        <OrganizationForm />
      </Stack>
    </Letter>
  )
}

function OrganizationForm() {
  const form = useForm({ initialValues: { name: '' } })
  const enter = useEnterNew()
  const write = useWrite(createOrganization, { refresh: [] })
  const { submit, problem, sending } = useSubmission(form, write, { onDone: enter })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextInput
          label="Company name"
          autoComplete="organization"
          ref={focusOnArrival}
          {...form.getInputProps('name')}
        />
        <Problem error={problem} onRetry={submit} />
        <LetterActions>
          <Button type="submit" size="md" loading={sending}>
            Create organization
          </Button>
          <ButtonLink to={paths.partnerDashboard} size="md" variant="default">
            Partner Dashboard
          </ButtonLink>
        </LetterActions>
      </Stack>
    </form>
  )
}

function useEnterNew() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  return ({ slug }: Organization) => {
    const toPartners = () => void navigate({ to: paths.partners(slug) })
    readAnew(cache).then(toPartners, toPartners)
  }
}
