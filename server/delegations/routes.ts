import * as api from '../../shared/delegations.ts'
import { type Server, serve } from '../http/serve.ts'
import {
  cancelInvitation,
  changeDelegation,
  findDelegation,
  listDelegations,
  resendInvitation,
  revokeDelegation,
} from './delegations.ts'
import { invitePartner, invitePartners } from './invite.ts'
import { readTimeline } from './timeline.ts'

export function delegationRoutes(server: Server) {
  serve(server, api.invitePartner, invitePartner)
  serve(server, api.invitePartners, invitePartners)
  serve(server, api.listDelegations, listDelegations)
  serve(server, api.findDelegation, findDelegation)
  serve(server, api.changeDelegation, changeDelegation)
  serve(server, api.resendInvitation, resendInvitation)
  serve(server, api.cancelInvitation, cancelInvitation)
  serve(server, api.revokeDelegation, revokeDelegation)
  serve(server, api.readTimeline, readTimeline)
}
