import * as api from '../../shared/invitations.ts'
import { type Server, serve, serveVisitors } from '../http/serve.ts'
import { acceptInvitation, claimInvitation, declineInvitation } from './answer.ts'
import { findInvitation, listInvitations } from './look.ts'
import { leavePartnership, listEndedPartnerships } from './partnerships.ts'

export function invitationRoutes(server: Server) {
  serve(server, api.listInvitations, listInvitations)
  serveVisitors(server, api.findInvitation, findInvitation)
  serve(server, api.acceptInvitation, acceptInvitation)
  serve(server, api.declineInvitation, declineInvitation)
  serveVisitors(server, api.claimInvitation, claimInvitation)
  serve(server, api.leavePartnership, leavePartnership)
  serve(server, api.listEndedPartnerships, listEndedPartnerships)
}
