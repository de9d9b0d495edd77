import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import {
  askerText,
  briefKinds,
  countBriefs,
  createBrief,
  exportResponses,
  listBriefs,
} from '../../../../shared/briefs.ts'
import { address } from '../../../../shared/endpoint.ts'
import { useWrite } from '../../../api.ts'
import { paths } from '../../../paths.ts'
import { StatusBadge } from '../../../ui/badges.tsx'
import { Deadline, Moment } from '../../../ui/moment.tsx'
import { ThingHeader } from '../../../ui/page.tsx'
import { toast, toastRefusal } from '../../../ui/toast.tsx'
import { NotesButton } from '../../notes/notes-button.tsx'
import { originOf, whoSees } from '../../work/words.ts'
import { useOpenBrief } from './open-brief.ts'
import styles from './sent.module.css'

export type Dialog = 'add' | 'deadline' | 'close' | 'reveal' | 'delete'
type OnAsk = (dialog: Dialog) => void

/** State, who sees it, name, until when it takes answers, who solutions read that asks; and what one can do. */
export function Head({ onAsk }: { onAsk: OnAsk }) {
  const { workspace, brief } = useOpenBrief()
  return (
    <ThingHeader
      state={
        <>
          <StatusBadge status={brief.status} />
          {whoSees(workspace.organization, brief, 'send')}
        </>
      }
      title={brief.title}
      purpose={<About />}
      actions={<Actions onAsk={onAsk} />}
    />
  )
}

function About() {
  const { brief } = useOpenBrief()
  return (
    <span className={styles.about}>
      <span>
        {briefKinds[brief.kind]} · {originOf(brief)}
        {brief.sentAt && (
          <>
            , sent <Moment at={brief.sentAt} />
          </>
        )}
      </span>
      <span>
        <Until />
      </span>
      <span>Solutions read: {askerText(brief.asks)} asks</span>
    </span>
  )
}

function Until() {
  const { status, closedAt, deadline, deadlineZone } = useOpenBrief().brief
  if (status === 'closed')
    return (
      <>
        Closed {closedAt && <Moment at={closedAt} />}
        {deadline && closedAt === deadline && ' by its deadline'}: it takes no answers any more
      </>
    )
  if (!deadline) return 'Takes answers until somebody closes it'
  return (
    <>
      Takes answers until <Deadline at={deadline} zone={deadlineZone} />
    </>
  )
}

function Actions({ onAsk }: { onAsk: OnAsk }) {
  const { can } = useOpenBrief().brief
  return (
    <>
      <More onAsk={onAsk} />
      <NotesButton />
      {can.addRecipients && (
        <Button variant="default" onClick={() => onAsk('add')}>
          Add recipients
        </Button>
      )}
      {can.close && (
        <Button variant="default" onClick={() => onAsk('close')}>
          Close brief
        </Button>
      )}
      {can.decide && (
        <Button variant="default" onClick={() => onAsk('close')}>
          Tell outcomes
        </Button>
      )}
    </>
  )
}

function More({ onAsk }: { onAsk: OnAsk }) {
  const { org, workspace, brief } = useOpenBrief()
  const opener = useRef<HTMLButtonElement>(null)
  const copy = useCopying()
  /** A dialog gives the focus back to whoever had it: that must not be an entry of a menu that is gone. */
  const ask = (dialog: Dialog) => {
    opener.current?.focus()
    onAsk(dialog)
  }
  const { can, deadline } = brief
  return (
    <Menu portalProps={{ target: '#main' }}>
      <Menu.Target>
        <ActionIcon ref={opener} data-icon variant="default" size={36} aria-label="More actions">
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {can.close && deadline && <Menu.Item onClick={() => ask('deadline')}>Move deadline</Menu.Item>}
        {can.reveal && <Menu.Item onClick={() => ask('reveal')}>Reveal who asks</Menu.Item>}
        {workspace.can.createBriefs && <Menu.Item onClick={copy}>Copy to a new draft</Menu.Item>}
        {workspace.can.readQuotes && (
          <Menu.Item component="a" href={exportAddress(org, brief.id)} download>
            Export CSV
          </Menu.Item>
        )}
        {can.delete && (
          <>
            <Menu.Divider />
            <Menu.Item c="red" onClick={() => ask('delete')}>
              Delete
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The file itself: a plain link, the browser keeps it. */
const exportAddress = (org: string, id: string): string =>
  address(exportResponses)[1].replace(':org', encodeURIComponent(org)).replace(':id', encodeURIComponent(id))

/** Begins a new draft with the same words, and opens it. */
function useCopying() {
  const { org, brief } = useOpenBrief()
  const navigate = useNavigate()
  const copying = useWrite(createBrief, { refresh: [listBriefs, countBriefs] })
  return () =>
    copying.mutate(
      { org, copyOf: brief.id },
      {
        onSuccess: ({ id }) => {
          toast(`${brief.title} copied to a new draft`)
          void navigate({ to: paths.brief(org, id) })
        },
        onError: ({ message }) => toastRefusal(message),
      },
    )
}
