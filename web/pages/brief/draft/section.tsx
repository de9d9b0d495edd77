import { Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

type SectionProps = { title: string; purpose?: ReactNode; children: ReactNode }

export function Section({ title, purpose, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb={purpose ? 2 : 'sm'}>
        {title}
      </Title>
      {purpose && (
        <Text size="sm" c="dimmed" mb="sm">
          {purpose}
        </Text>
      )}
      {children}
    </section>
  )
}
