import * as api from '../../shared/organizations.ts'
import { type Server, serve } from '../http/serve.ts'
import { registerDomain, removeDomain } from './domains.ts'
import { inviteMember, resendMemberInvitation } from './invite-member.ts'
import { changeRole, leaveOrganization, listMembers, removeMember } from './members.ts'
import { createOrganization, openWorkspace } from './organizations.ts'
import { changeOrganization, readOrganization } from './settings.ts'

export function organizationRoutes(server: Server) {
  serve(server, api.createOrganization, createOrganization)
  serve(server, api.openWorkspace, openWorkspace)
  serve(server, api.readOrganization, readOrganization)
  serve(server, api.changeOrganization, changeOrganization)
  serve(server, api.registerDomain, registerDomain)
  serve(server, api.removeDomain, removeDomain)
  serve(server, api.listMembers, listMembers)
  serve(server, api.inviteMember, inviteMember)
  serve(server, api.resendMemberInvitation, resendMemberInvitation)
  serve(server, api.changeRole, changeRole)
  serve(server, api.removeMember, removeMember)
  serve(server, api.leaveOrganization, leaveOrganization)
}
