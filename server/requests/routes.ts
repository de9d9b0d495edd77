import * as api from '../../shared/requests.ts'
import { type Server, serve } from '../http/serve.ts'
import { findRequest, listRequests } from './reading.ts'
import { declineRequest, keepDraft, respond, viewRequest } from './requests.ts'

export function requestRoutes(server: Server) {
  serve(server, api.listRequests, listRequests)
  serve(server, api.findRequest, findRequest)
  serve(server, api.viewRequest, viewRequest)
  serve(server, api.respond, respond)
  serve(server, api.keepDraft, keepDraft)
  serve(server, api.declineRequest, declineRequest)
}
