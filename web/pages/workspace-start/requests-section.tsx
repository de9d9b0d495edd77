import { Text, Title } from '@mantine/core'
import { useMe } from '../../me.ts'
import { paths } from '../../paths.ts'
import { TextLink } from '../../ui/link.tsx'
import styles from './workspace-start.module.css'

/** For the people of a solution: what waits for their answer. */
export function RequestsSection() {
  const { requests } = useMe()
  const open = requests?.open ?? 0
  return (
    <section className={styles.section}>
      <Title order={2} mb="xs">
        Requests
      </Title>
      <Text>
        {open === 0
          ? 'No brief waits for an answer.'
          : `${open} ${open === 1 ? 'brief waits' : 'briefs wait'} for an answer.`}{' '}
        <TextLink to={paths.requests} fw={600}>
          See requests
        </TextLink>
      </Text>
    </section>
  )
}
