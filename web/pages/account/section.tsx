import { Card, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

type SectionProps = { title: string; purpose: string; children: ReactNode }

/** One part of the account: a card with its own form. */
export function Section({ title, purpose, children }: SectionProps) {
  const id = useId()
  return (
    <Card component="section" aria-labelledby={id} bg="var(--hc-raised)">
      <Stack>
        <div>
          <Title order={2} size="h3" id={id}>
            {title}
          </Title>
          <Text size="sm" c="dimmed" mt={4}>
            {purpose}
          </Text>
        </div>
        {children}
      </Stack>
    </Card>
  )
}
