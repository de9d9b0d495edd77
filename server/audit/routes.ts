import * as api from '../../shared/audit.ts'
import { type Server, serve } from '../http/serve.ts'
import { exportAudit, readAudit } from './audit.ts'
import { listAuditPeople } from './people.ts'

export function auditRoutes(server: Server) {
  serve(server, api.readAudit, readAudit)
  serve(server, api.listAuditPeople, listAuditPeople)
  serve(server, api.exportAudit, exportAudit)
}
