import { type ErrorComponentProps, useParams } from '@tanstack/react-router'
import { WorkspaceGone } from '../pages/access-ended.tsx'
import { ErrorPage } from '../pages/error.tsx'
import { isNotFound } from '../problem.ts'

/** Instead of a workspace that could not be opened. */
export default function WorkspaceProblem(props: ErrorComponentProps) {
  const { org = '' } = useParams({ strict: false })
  return isNotFound(props.error) ? <WorkspaceGone key={org} org={org} /> : <ErrorPage {...props} />
}
