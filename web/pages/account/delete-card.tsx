import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { DeleteAccount } from './delete-account.tsx'
import type { Account } from './proof.tsx'
import { Section } from './section.tsx'

export function DeleteCard({ user }: { user: Account }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Section
      title="Delete account"
      purpose="Your name and address go for good. What you made for organizations stays with them."
    >
      <Group>
        <Button variant="default" onClick={() => setOpen(true)}>
          Delete account
        </Button>
      </Group>
      <DeleteAccount user={user} opened={isOpen} onClose={() => setOpen(false)} />
    </Section>
  )
}
