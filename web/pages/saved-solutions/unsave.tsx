import { focusHeading } from '../../ui/focus.ts'
import { SaveIcon } from '../solutions/save-icon.tsx'

type UnsaveProps = { org: string; solution: { id: string; name: string } }

/** The row goes away with it: whoever pressed by keyboard goes on at the heading. */
export const Unsave = (props: UnsaveProps) => <SaveIcon {...props} saved onUnsaved={focusHeading} />
