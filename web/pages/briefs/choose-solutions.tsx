import { Button, Modal, SegmentedControl, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, type ReactNode, useState } from 'react'
import type { Workspace } from '../../../shared/organizations.ts'
import type { SolutionSummary } from '../../../shared/solutions.ts'
import choice from '../../ui/choice.module.css'
import { Loaded } from '../../ui/loaded.tsx'
import { FinderGhosts, SolutionFinder } from '../solutions/finder.tsx'
import { solutionsIn } from '../solutions/words.ts'

/* Who may not has no use for the code, either (SPEC D5). */
const SavedToAdd = lazy(() => import('./saved-to-add.tsx'))
const ShortlistsToAdd = lazy(() => import('./shortlists-to-add.tsx'))

type ChooseProps = {
  opened: boolean
  onClose: () => void
  workspace: Workspace
  /** Those that are chosen already. */
  isOn: (solutionId: string) => boolean
  onAdd: (solutions: SolutionSummary[]) => void
  count: number
  title?: string
  /** Instead of how many there are and *Done*, where choosing is not yet all. */
  foot?: ReactNode
}

/** Solutions to ask: from the catalogue, of those that were saved, or all of a shortlist. */
export function ChooseSolutions({ opened, onClose, count, title = 'Add solutions', foot, ...choosing }: ChooseProps) {
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={600}
      fullScreen={isPhone}
      {...(isPhone && { radius: 0 })}
    >
      <Sources {...choosing} />
      <div className={choice.foot}>
        {foot ?? (
          <>
            <Text size="sm" c="dimmed" role="status">
              {solutionsIn(count)} chosen
            </Text>
            <Button variant="default" onClick={onClose}>
              Done
            </Button>
          </>
        )}
      </div>
    </Modal>
  )
}

type Source = 'catalogue' | 'saved' | 'shortlists'
const sources = [
  { value: 'catalogue', label: 'Catalogue' },
  { value: 'saved', label: 'Saved' },
  { value: 'shortlists', label: 'Shortlists' },
]

function Sources({ workspace, isOn, onAdd }: Pick<ChooseProps, 'workspace' | 'isOn' | 'onAdd'>) {
  const [source, setSource] = useState<Source>('catalogue')
  const org = workspace.organization.slug
  return (
    <Stack gap="md">
      {workspace.can.readShortlists && (
        <SegmentedControl
          aria-label="Where to look"
          fullWidth
          data={sources}
          value={source}
          onChange={(value) => setSource(value as Source)}
        />
      )}
      {source === 'catalogue' && <SolutionFinder isOn={isOn} onAdd={(solution) => onAdd([solution])} />}
      {source !== 'catalogue' && (
        <Loaded key={source} label="Loading" skeleton={<FinderGhosts />}>
          {source === 'saved' && <SavedToAdd org={org} isOn={isOn} onAdd={onAdd} />}
          {source === 'shortlists' && <ShortlistsToAdd org={org} isOn={isOn} onAdd={onAdd} />}
        </Loaded>
      )}
    </Stack>
  )
}
