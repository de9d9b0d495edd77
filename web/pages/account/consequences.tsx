import { Stack, Text, ThemeIcon } from '@mantine/core'
import { IconBuilding, IconLock, IconMailOff, IconPlugConnectedX, IconUserOff } from '@tabler/icons-react'
import { DELETED_NAME } from '../../../shared/accounts.ts'
import { useMe } from '../../me.ts'
import styles from './consequences.module.css'

/** What deleting the account ends, and what it leaves as it is. */
export function Consequences() {
  const { organizations, partnerships } = useMe()
  const places = [...organizations, ...partnerships.map(({ organization }) => organization)].map(({ name }) => name)
  const ends = places.length > 0 ? `You leave ${inWords(places)}.` : 'You are signed out everywhere.'
  return (
    <Stack gap="sm" component="ul" className={styles.list}>
      {facts(ends).map(([Icon, what, detail]) => (
        <li key={what} className={styles.fact}>
          <ThemeIcon variant="light" color="gray" size={32} radius="md">
            <Icon size={18} stroke={1.6} />
          </ThemeIcon>
          <div className={styles.words}>
            <Text fw={600} size="sm">
              {what}
            </Text>
            <Text size="sm" c="dimmed">
              {detail}
            </Text>
          </div>
        </li>
      ))}
    </Stack>
  )
}

const facts = (ends: string) =>
  [
    [IconPlugConnectedX, 'Access ends at once', ends],
    [
      IconBuilding,
      'Work stays',
      'Shortlists, briefs and shared notes that you made stay with the organizations. Drafts that you made as a partner pass to them.',
    ],
    [
      IconUserOff,
      'Your name goes',
      `Work and history say “${DELETED_NAME}” instead. What others were told before, in notifications and mails, stays as it was.`,
    ],
    [IconLock, 'Personal notes go', 'Nobody else could see them. Download your data first if you want to keep them.'],
    [IconMailOff, 'Your address is free', 'Whoever signs up with it begins anew.'],
  ] as const

const inWords = (names: string[]) => new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names)
