import { useParams } from '@tanstack/react-router'
import { openWorkspace } from '../../shared/organizations.ts'
import { useRead } from '../api.ts'
import { MemberStart } from './workspace-start/member-start.tsx'
import { PartnerStart } from './workspace-start/partner-start.tsx'

/** The first page inside one organization: what one is here. */
export default function WorkspaceStart() {
  const { org } = useParams({ from: '/signed-in/w/$org/' })
  const workspace = useRead(openWorkspace, { org })
  return workspace.as === 'partner' ? <PartnerStart workspace={workspace} /> : <MemberStart workspace={workspace} />
}
