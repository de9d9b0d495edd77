import * as api from '../../shared/briefs.ts'
import { type Server, serve } from '../http/serve.ts'
import { changeBrief, createBrief, deleteBrief } from './briefs.ts'
import { closeBrief, revealBrief } from './close.ts'
import { exportResponses } from './export.ts'
import { listRates, stateRate } from './rates.ts'
import { countBriefs, findBrief, listBriefs, previewBrief } from './reading.ts'
import { addRecipients } from './recipients.ts'
import { listResponses } from './responses.ts'
import { sendBrief } from './send.ts'
import { listTrashedBriefs, restoreBrief } from './trash.ts'

export function briefRoutes(server: Server) {
  serve(server, api.countBriefs, countBriefs)
  serve(server, api.listBriefs, listBriefs)
  serve(server, api.createBrief, createBrief)
  serve(server, api.findBrief, findBrief)
  serve(server, api.changeBrief, changeBrief)
  serve(server, api.deleteBrief, deleteBrief)
  serve(server, api.previewBrief, previewBrief)
  serve(server, api.sendBrief, sendBrief)
  serve(server, api.addRecipients, addRecipients)
  serve(server, api.closeBrief, closeBrief)
  serve(server, api.revealBrief, revealBrief)
  serve(server, api.listResponses, listResponses)
  serve(server, api.exportResponses, exportResponses)
  serve(server, api.listTrashedBriefs, listTrashedBriefs)
  serve(server, api.restoreBrief, restoreBrief)
  serve(server, api.listRates, listRates)
  serve(server, api.stateRate, stateRate)
}
