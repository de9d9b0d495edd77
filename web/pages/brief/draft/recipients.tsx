import { ActionIcon, Box, Button, Text } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { SolutionSummary } from '../../../../shared/solutions.ts'
import { paths } from '../../../paths.ts'
import { TextLink } from '../../../ui/link.tsx'
import { focusMenuFor, useFocusKept } from '../../../ui/row-focus.ts'
import { toastWithUndo } from '../../../ui/toast-act.tsx'
import { SolutionMonogram } from '../../../ui/who.tsx'
import { ChooseSolutions } from '../../briefs/choose-solutions.tsx'
import styles from './draft.module.css'
import { errorAt } from './errors.ts'
import { useOpenDraft } from './open-draft.ts'
import { Section } from './section.tsx'
import type { TypedRecipient } from './typed.ts'

/** Who will be asked. */
export function Recipients() {
  const { typed, errors, workspace, keeper } = useOpenDraft()
  const { recipients } = typed
  const [choosing, setChoosing] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const keepFocus = useFocusKept(
    list,
    recipients.map(({ id }) => id),
  )
  const now = () => keeper.snapshot().typed.recipients
  const add = (solutions: SolutionSummary[]) => {
    const fresh = solutions.filter((it) => !now().some(({ id }) => id === it.id))
    keeper.change({
      recipients: [...now(), ...fresh.map(({ id, slug, name, tagline }) => ({ id, slug, name, tagline }))],
    })
  }
  const remove = (recipient: TypedRecipient, at: number) => {
    keepFocus(recipient.id, at)
    keeper.change({ recipients: now().filter(({ id }) => id !== recipient.id) })
    toastWithUndo(`${recipient.name} removed`, () => {
      keeper.change({ recipients: now().toSpliced(at, 0, recipient) })
      window.setTimeout(() => focusMenuFor(recipient.id))
    })
  }
  return (
    <Section title="Recipients" purpose="Solutions that will be asked. None of them learns of another.">
      {recipients.length > 0 && (
        <ul ref={list} className={styles.recipients} aria-label="Recipients">
          {recipients.map((it, at) => (
            <RecipientRow key={it.id} of={it} onRemove={() => remove(it, at)} />
          ))}
        </ul>
      )}
      {errors.solutionIds && (
        <Text size="sm" c="var(--mantine-color-error)" mt="xs" role="alert">
          {errors.solutionIds}
        </Text>
      )}
      <Button
        variant="default"
        mt="sm"
        leftSection={<IconPlus size={18} />}
        data-path={errors.solutionIds ? 'solutionIds' : undefined}
        onClick={() => setChoosing(true)}
      >
        Add solutions
      </Button>
      <ChooseSolutions
        opened={choosing}
        onClose={() => setChoosing(false)}
        workspace={workspace}
        isOn={(id) => recipients.some((it) => it.id === id)}
        onAdd={add}
        count={recipients.length}
      />
    </Section>
  )
}

function RecipientRow({ of, onRemove }: { of: TypedRecipient; onRemove: () => void }) {
  const { org, errors } = useOpenDraft()
  const path = `solutionIds.${of.id}`
  const error = errorAt(errors, path)
  return (
    <li>
      <SolutionMonogram name={of.name} />
      <Box miw={0} flex={1}>
        <TextLink
          to={paths.solution(org, of.slug)}
          fw={600}
          c="inherit"
          underline="hover"
          className={styles.name ?? ''}
        >
          {of.name}
        </TextLink>
        <Text size="xs" c="dimmed">
          {of.tagline}
        </Text>
        {error && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {error}
          </Text>
        )}
      </Box>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        data-row-menu={of.id}
        data-path={path}
        aria-label={`Remove ${of.name}`}
        onClick={onRemove}
      >
        <IconX size={18} />
      </ActionIcon>
    </li>
  )
}
