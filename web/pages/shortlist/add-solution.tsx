import { Button, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { addItem } from '../../../shared/shortlists.ts'
import choice from '../../ui/choice.module.css'
import { Problem } from '../../ui/problem.tsx'
import { SolutionFinder } from '../solutions/finder.tsx'
import { useChange } from './change.ts'
import { useOpenShortlist } from './open-shortlist.ts'

type AddProps = { opened: boolean; onClose: () => void }

/** Stays open: whoever adds one often adds another. */
export function AddSolution({ opened, onClose }: AddProps) {
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Add solution"
      size={600}
      fullScreen={isPhone}
      {...(isPhone && { radius: 0 })}
    >
      <Finder onClose={onClose} />
    </Modal>
  )
}

function Finder({ onClose }: Pick<AddProps, 'onClose'>) {
  const { shortlist } = useOpenShortlist()
  const adding = useChange(addItem)
  const isOn = (id: string) => shortlist.items.some(({ solutionId }) => solutionId === id)
  return (
    <>
      <SolutionFinder isOn={isOn} onAdd={({ id }) => adding.send({ solutionId: id })}>
        <Problem error={adding.problem} />
      </SolutionFinder>
      <div className={choice.foot}>
        <Button variant="default" ml="auto" onClick={onClose}>
          Done
        </Button>
      </div>
    </>
  )
}
