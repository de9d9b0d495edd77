import { Button, List, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { readPreferences, readUnsubscription, type Unsubscription, unsubscribe } from '../../shared/notifications.ts'
import { reading, useWrite } from '../api.ts'
import { paths } from '../paths.ts'
import { isNotFound } from '../problem.ts'
import { useHeadingFocus } from '../ui/focus.ts'
import { PageHeading } from '../ui/heading.tsx'
import { Letter, LetterActions } from '../ui/letter.tsx'
import { LetterSkeleton } from '../ui/letter-skeleton.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Problem } from '../ui/problem.tsx'

/** ABUSE 32: whoever holds the mail stops its kind with one press, signed in or not. Looking changes nothing. */
export default function Unsubscribe() {
  const { token } = useParams({ from: '/unsubscribe/$token' })
  const { data, error, refetch } = useQuery(reading(readUnsubscription, { token }))
  useHeadingFocus(data ? String(data.isOff) : '')
  if (data) return data.isOff ? <Off of={data} /> : <Asked token={token} of={data} />
  return error ? <Unreadable error={error} onRetry={() => void refetch()} /> : <LetterSkeleton label="Loading" />
}

function Asked({ token, of }: { token: string; of: Unsubscription }) {
  const cache = useQueryClient()
  const stopping = useWrite(unsubscribe, { refresh: [readPreferences] })
  const stop = () =>
    stopping.mutate(
      { token },
      { onSuccess: (now) => cache.setQueryData(reading(readUnsubscription, { token }).queryKey, now) },
    )
  return (
    <Letter head={<PageHeading>Stop these mails?</PageHeading>} foot={stays}>
      <Stack gap="lg">
        <Text>Mails to {of.address} about this:</Text>
        <Kinds of={of} />
        <Problem error={stopping.error} onRetry={stop} />
        <LetterActions>
          <Button size="md" loading={stopping.isPending} onClick={stop}>
            Stop these mails
          </Button>
        </LetterActions>
      </Stack>
    </Letter>
  )
}

const Off = ({ of }: { of: Unsubscription }) => (
  <Letter head={<PageHeading>These mails are off</PageHeading>} foot={stays}>
    <Stack gap="lg">
      <Text>No longer mailed to {of.address}:</Text>
      <Kinds of={of} />
      <LetterActions>
        <ButtonLink to={paths.notificationPreferences} size="md" variant="default">
          Choose what reaches you
        </ButtonLink>
      </LetterActions>
    </Stack>
  </Letter>
)

const stays =
  'In the app you still see what happens. Invitations, the end of your access and the security of your account are still mailed.'

const Kinds = ({ of: { kinds } }: { of: Unsubscription }) => (
  <List>
    {kinds.map(({ kind, label }) => (
      <List.Item key={kind}>{label}</List.Item>
    ))}
  </List>
)

/** A link that is not whole is the only one that is not found. */
function Unreadable({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isUnknown = isNotFound(error)
  return (
    <Letter head={<PageHeading>{isUnknown ? 'This link does not work' : 'This page could not be shown'}</PageHeading>}>
      <Stack gap="lg">
        {isUnknown ? (
          <Text>It may have been cut. Use the whole link from the mail.</Text>
        ) : (
          <Problem error={error} onRetry={onRetry} />
        )}
        <LetterActions>
          <ButtonLink to={paths.notificationPreferences} size="md" variant="default">
            Choose what reaches you
          </ButtonLink>
        </LetterActions>
      </Stack>
    </Letter>
  )
}
