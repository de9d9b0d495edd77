import { Alert, Text } from '@mantine/core'
import { IconMailX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { listMailFailures } from '../../../shared/notifications.ts'
import { openWorkspace } from '../../../shared/organizations.ts'
import { reading, useRead } from '../../api.ts'
import { paths } from '../../paths.ts'
import { TextLink } from '../../ui/link.tsx'

const SOME = 20

/** On the pages where an admin looks after people: says that mail did not reach some of them, and leads to whom. */
export function MailFailuresNotice({ org }: { org: string }) {
  const { can } = useRead(openWorkspace, { org })
  const { data } = useQuery({ ...reading(listMailFailures, { org, limit: SOME }), enabled: can.manageMembers })
  const missed = [...new Set(data?.items.map(({ to }) => to.name || to.email))]
  if (missed.length === 0) return null
  return (
    <Alert color="red" mb="md" py="sm" icon={<IconMailX size={20} stroke={1.7} />}>
      <Text size="sm">
        {`Mail to ${whom(missed)} could not be delivered. `}
        <TextLink to={paths.mailFailures(org)}>Undelivered mail</TextLink>
      </Text>
    </Alert>
  )
}

/** `Rex Adeyemi`, `Rex Adeyemi and Kim Lund`, `Rex Adeyemi and 2 others` */
const whom = ([first, second, ...rest]: string[]) =>
  [first, second && (rest.length > 0 ? `${rest.length + 1} others` : second)].filter(Boolean).join(' and ')
