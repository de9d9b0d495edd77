import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArrowsDiff, IconDots } from '@tabler/icons-react'
import { lazy, Suspense, useRef } from 'react'
import type { Workspace } from '../../../shared/organizations.ts'
import { paths } from '../../paths.ts'
import { StatusBadge } from '../../ui/badges.tsx'
import { ButtonLink } from '../../ui/link.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ThingHeader } from '../../ui/page.tsx'
import { NotesButton } from '../notes/notes-button.tsx'
import { changedByOf, originOf, whoSees } from '../work/words.ts'
import { exportAddress } from './export-address.ts'
import { useOpenShortlist } from './open-shortlist.ts'
import styles from './shortlist.module.css'

/* Who may not has no use for the code, either (SPEC D5). */
const AskSolutions = lazy(() => import('../briefs/ask-solutions.tsx'))

export type Dialog = 'edit' | 'publish' | 'delete' | 'add'
type OnAsk = (dialog: Dialog) => void

/** State, who sees it now, name, and what one can do. */
export function Head({ workspace, onAsk }: { workspace: Workspace; onAsk: OnAsk }) {
  const { shortlist } = useOpenShortlist()
  return (
    <ThingHeader
      state={
        <>
          <StatusBadge status={shortlist.status} />
          {whoSees(workspace.organization, shortlist, 'publish')}
        </>
      }
      title={shortlist.title}
      purpose={<About />}
      actions={<Actions mayBrief={workspace.can.createBriefs} onAsk={onAsk} />}
    />
  )
}

function About() {
  const { shortlist } = useOpenShortlist()
  const { description, updatedAt } = shortlist
  return (
    <>
      {description && <span className={styles.description}>{description}</span>}
      <span className={styles.origin}>
        {originOf(shortlist)} · Changed <Moment at={updatedAt} /> by {changedByOf(shortlist)}
      </span>
    </>
  )
}

type ActsProps = { mayBrief: boolean; onAsk: OnAsk }

function Actions({ mayBrief, onAsk }: ActsProps) {
  const { org, shortlist } = useOpenShortlist()
  const { id, can, items } = shortlist
  return (
    <>
      <More mayBrief={mayBrief} onAsk={onAsk} />
      <NotesButton />
      {items.length > 1 && (
        <ButtonLink
          to={paths.compareShortlist(org, id)}
          variant="default"
          leftSection={<IconArrowsDiff size={18} stroke={1.7} />}
        >
          Compare
        </ButtonLink>
      )}
      {can.publish && <Button onClick={() => onAsk('publish')}>Publish</Button>}
    </>
  )
}

function More({ mayBrief, onAsk }: ActsProps) {
  const { org, shortlist } = useOpenShortlist()
  const opener = useRef<HTMLButtonElement>(null)
  /** A dialog gives the focus back to whoever had it: that must not be an entry of a menu that is gone. */
  const ask = (dialog: Dialog) => {
    opener.current?.focus()
    onAsk(dialog)
  }
  return (
    <Menu portalProps={{ target: '#main' }}>
      <Menu.Target>
        <ActionIcon ref={opener} data-icon variant="default" size={36} aria-label="More actions">
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {shortlist.can.edit && <Menu.Item onClick={() => ask('edit')}>Edit title and description</Menu.Item>}
        {mayBrief && shortlist.items.length > 0 && (
          <Suspense>
            <AskSolutions org={org} shortlistId={shortlist.id} />
          </Suspense>
        )}
        <Menu.Item component="a" href={exportAddress(org, shortlist.id)} download>
          Export CSV
        </Menu.Item>
        {shortlist.can.edit && (
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
