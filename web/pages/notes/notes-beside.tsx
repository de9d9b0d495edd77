import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Component, lazy, type ReactNode, Suspense, use, useEffect, useState } from 'react'
import { countNotes } from '../../../shared/notes.ts'
import { openWorkspace, type Workspace } from '../../../shared/organizations.ts'
import { reading, useRead } from '../../api.ts'
import { useMe } from '../../me.ts'
import { isNotFound } from '../../problem.ts'
import { UnsavedTexts } from '../../ui/unsaved-texts.tsx'
import { NothingHere } from '../page-refused.tsx'
import { type Drafts, useNoteDrafts } from './drafts.ts'
import { OpenNotes } from './open-notes.ts'
import { soughtNote } from './search.ts'
import type { Work } from './words.ts'

/* Who may not has no use for the code, either (SPEC D5). */
const Panel = lazy(() => import('./panel.tsx'))

type BesideProps = { org: string; subject: string; children: ReactNode }

/**
 * Around a page that has notes: what is being written on them is kept, whatever becomes of the page. Where the notes
 * themselves stand, the page says with `Notes`, and with `NotesButton` how one comes to them.
 */
export function NotesBeside({ org, subject, children }: BesideProps) {
  const workspace = useRead(openWorkspace, { org })
  const drafts = useNoteDrafts(useMe().user.id, org, subject)
  return (
    <GoneWhileWriting drafts={drafts}>
      {workspace.can.readNotes ? (
        <Readable org={org} subject={subject} workspace={workspace} drafts={drafts}>
          {children}
        </Readable>
      ) : (
        <>
          <Leftover drafts={drafts} why="You may not write notes here any more. What you wrote is not saved." />
          {children}
        </>
      )}
    </GoneWhileWriting>
  )
}

type ReadableProps = BesideProps & { workspace: Workspace; drafts: Drafts }

function Readable({ org, subject, workspace, drafts, children }: ReadableProps) {
  const { data: counts = null, error } = useQuery(reading(countNotes, { org, subject }))
  const { note: sought } = soughtNote(useSearch({ strict: false }))
  const isNarrow = useMediaQuery('(max-width: 75em)', false, { getInitialValueInEffect: false })
  const [isAsked, ask] = useState(sought !== undefined)
  const [isWanted, want] = useLocalStorage({ key: 'notes-beside', defaultValue: true, getInitialValueInEffect: false })
  const place = isNarrow
    ? { isShown: isAsked, show: ask }
    : {
        isShown: isWanted || isAsked,
        show(shown: boolean) {
          want(shown)
          ask(shown)
        },
      }
  useEffect(() => {
    if (sought) ask(true)
  }, [sought])
  return (
    <OpenNotes value={{ org, subject, workspace, drafts, counts, sought, isNarrow, isAsked, ...place }}>
      {isNotFound(error) && <Leftover drafts={drafts} why={gone} />}
      {children}
    </OpenNotes>
  )
}

const gone = 'What this was about is not there any more. What you wrote is not saved.'

const Leftover = ({ drafts, why }: { drafts: Drafts; why: string }) => (
  <UnsavedTexts texts={drafts.unsaved} why={why} onDiscard={drafts.discard} />
)

type GoneProps = { drafts: Drafts; children: ReactNode }

/** A page that is gone leaves the screen; what somebody was writing beside it does not, until it is copied or discarded. */
class GoneWhileWriting extends Component<GoneProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    const { drafts, children } = this.props
    if (!error) return children
    if (drafts.unsaved.length === 0 || !isNotFound(error)) throw error
    return (
      <>
        <Leftover drafts={drafts} why={gone} />
        <NothingHere />
      </>
    )
  }
}

/** The notes themselves. `work` is the shortlist or the brief; a solution is nobody's work. */
export function Notes({ work }: { work: Work | null }) {
  const open = use(OpenNotes)
  if (!open) return null
  return (
    <Suspense>
      <Panel work={work} />
    </Suspense>
  )
}
