import * as api from '../../shared/accounts.ts'
import { type Server, serve, serveVisitors } from '../http/serve.ts'
import { changeMe, changePassword, endOtherSessions, endSession, listSessions, signOut } from './account.ts'
import type { Auth } from './auth.ts'
import { deleteMe, findDeletion } from './delete-account.ts'
import {
  cancelEmailChange,
  changeEmail,
  confirmEmail,
  findEmailChange,
  findStoppableChange,
  stopEmailChange,
} from './email-change.ts'
import { exportMe } from './export-account.ts'
import { readMe } from './me.ts'
import { sendProof } from './proof.ts'
import { resetPassword, sendCode, signInWithCode, signInWithPassword } from './sign-in.ts'

export function accountRoutes(server: Server, auth: Auth) {
  serveVisitors(server, api.sendCode, sendCode(auth))
  serveVisitors(server, api.signInWithCode, signInWithCode(auth))
  serveVisitors(server, api.signInWithPassword, signInWithPassword(auth))
  serveVisitors(server, api.resetPassword, resetPassword(auth))
  serve(server, api.signOut, signOut)
  serve(server, api.readMe, readMe)
  serve(server, api.changeMe, changeMe)
  serve(server, api.changePassword, changePassword)
  serve(server, api.sendProof, sendProof)
  serve(server, api.changeEmail, changeEmail)
  serve(server, api.findEmailChange, findEmailChange)
  serve(server, api.confirmEmail, confirmEmail)
  serve(server, api.cancelEmailChange, cancelEmailChange)
  serveVisitors(server, api.findStoppableChange, findStoppableChange)
  serveVisitors(server, api.stopEmailChange, stopEmailChange)
  serve(server, api.exportMe, exportMe)
  serve(server, api.findDeletion, findDeletion)
  serve(server, api.deleteMe, deleteMe)
  serve(server, api.listSessions, listSessions)
  serve(server, api.endSession, endSession)
  serve(server, api.endOtherSessions, endOtherSessions)
}
