import * as api from '../../shared/organizations.ts'
import { type Server, serve } from '../http/serve.ts'
import { changeRole, listMembers, removeMember } from './members.ts'
import { createOrganization, openWorkspace } from './organizations.ts'

export function organizationRoutes(server: Server) {
  serve(server, api.createOrganization, createOrganization)
  serve(server, api.openWorkspace, openWorkspace)
  serve(server, api.listMembers, listMembers)
  serve(server, api.changeRole, changeRole)
  serve(server, api.removeMember, removeMember)
}
