import * as api from '../../shared/shortlists.ts'
import { type Server, serve } from '../http/serve.ts'
import { exportShortlist } from './export.ts'
import { addItem, changeItem, orderItems, removeItem } from './items.ts'
import { countShortlists, findShortlist, listShortlists } from './reading.ts'
import { changeShortlist, createShortlist, deleteShortlist, publishShortlist } from './shortlists.ts'
import { listTrash, restoreShortlist } from './trash.ts'

export function shortlistRoutes(server: Server) {
  serve(server, api.countShortlists, countShortlists)
  serve(server, api.listShortlists, listShortlists)
  serve(server, api.createShortlist, createShortlist)
  serve(server, api.findShortlist, findShortlist)
  serve(server, api.exportShortlist, exportShortlist)
  serve(server, api.changeShortlist, changeShortlist)
  serve(server, api.deleteShortlist, deleteShortlist)
  serve(server, api.publishShortlist, publishShortlist)
  serve(server, api.addItem, addItem)
  serve(server, api.changeItem, changeItem)
  serve(server, api.removeItem, removeItem)
  serve(server, api.orderItems, orderItems)
  serve(server, api.listTrash, listTrash)
  serve(server, api.restoreShortlist, restoreShortlist)
}
