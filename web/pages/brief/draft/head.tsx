import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots, IconEye } from '@tabler/icons-react'
import { useRef } from 'react'
import { paths } from '../../../paths.ts'
import { StatusBadge } from '../../../ui/badges.tsx'
import { ButtonLink } from '../../../ui/link.tsx'
import { Moment } from '../../../ui/moment.tsx'
import { ThingHeader } from '../../../ui/page.tsx'
import { useBeginBrief } from '../../briefs/begin-brief.ts'
import { titleOf } from '../../briefs/words.ts'
import { NotesButton } from '../../notes/notes-button.tsx'
import { changedByOf, originOf, whoSees } from '../../work/words.ts'
import { useOpenDraft } from './open-draft.ts'
import { SaveState } from './save-state.tsx'

type HeadProps = { onSend: () => void; onDelete: () => void; sending: boolean }

/** State, who sees it now, whether it is saved, name, and what one can do. */
export function Head(acts: HeadProps) {
  const { workspace, brief, typed } = useOpenDraft()
  return (
    <ThingHeader
      state={
        <>
          <StatusBadge status="draft" />
          {whoSees(workspace.organization, brief, 'send')}
          <SaveState />
        </>
      }
      title={titleOf({ title: typed.title.trim() })}
      purpose={
        <>
          {originOf(brief)} · Changed <Moment at={brief.updatedAt} /> by {changedByOf(brief)}
        </>
      }
      actions={<Actions {...acts} />}
    />
  )
}

function Actions({ onSend, onDelete, sending }: HeadProps) {
  const { org, brief } = useOpenDraft()
  return (
    <>
      <More onDelete={onDelete} />
      <NotesButton />
      <ButtonLink
        to={paths.briefPreview(org, brief.id)}
        variant="default"
        leftSection={<IconEye size={18} stroke={1.7} />}
      >
        Preview
      </ButtonLink>
      {brief.can.send && (
        <Button onClick={onSend} loading={sending}>
          Send
        </Button>
      )}
    </>
  )
}

function More({ onDelete }: Pick<HeadProps, 'onDelete'>) {
  const { org, workspace, brief, keeper } = useOpenDraft()
  const begin = useBeginBrief(org)
  const opener = useRef<HTMLButtonElement>(null)
  const copy = async () => {
    await keeper.saveNow()
    begin({ copyOf: brief.id })
  }
  /** A dialog gives the focus back to whoever had it: that must not be an entry of a menu that is gone. */
  const ask = () => {
    opener.current?.focus()
    onDelete()
  }
  return (
    <Menu portalProps={{ target: '#main' }}>
      <Menu.Target>
        <ActionIcon ref={opener} data-icon variant="default" size={36} aria-label="More actions">
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {workspace.can.createBriefs && <Menu.Item onClick={() => void copy()}>Copy</Menu.Item>}
        {brief.can.delete && (
          <>
            <Menu.Divider />
            <Menu.Item c="red" onClick={ask}>
              Delete
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
