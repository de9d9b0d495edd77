import * as api from '../../shared/notifications.ts'
import { type Server, serve } from '../http/serve.ts'
import { listNotifications, readNotifications } from './notifications.ts'

export function notificationRoutes(server: Server) {
  serve(server, api.listNotifications, listNotifications)
  serve(server, api.readNotifications, readNotifications)
}
