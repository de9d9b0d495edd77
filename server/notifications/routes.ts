import * as api from '../../shared/notifications.ts'
import { inTransaction } from '../db/db.ts'
import { factsOf, type Server, serve, serveVisitors } from '../http/serve.ts'
import { listMailFailures } from './failures.ts'
import { listNotifications, readNotifications } from './notifications.ts'
import { changePreferences, readPreferences } from './preferences.ts'
import { readUnsubscription, unsubscribe } from './unsubscribe.ts'

export function notificationRoutes(server: Server) {
  serve(server, api.listNotifications, listNotifications)
  serve(server, api.readNotifications, readNotifications)
  serve(server, api.readPreferences, readPreferences)
  serve(server, api.changePreferences, changePreferences)
  serve(server, api.listMailFailures, listMailFailures)
  serveVisitors(server, api.readUnsubscription, readUnsubscription)
  serveVisitors(server, api.unsubscribe, unsubscribe)
  serveOneClick(server)
}

/**
 * RFC 8058: mail programs send a form to the address in the header, from no page, without cookies, and look at the status only.
 * What the form says does not matter: the address is the whole order. A GET of the same address is the page that asks first.
 */
function serveOneClick({ http, db, settings }: Server) {
  http.register(async (forms) => {
    forms.addContentTypeParser(
      ['application/x-www-form-urlencoded', 'multipart/form-data'],
      { bodyLimit: 2000 },
      (_, body, done) => {
        body.resume()
        body.on('end', () => done(null)).on('error', done)
      },
    )
    forms.post<{ Params: { token: string } }>(
      '/unsubscribe/:token',
      { config: { fromMailPrograms: true } },
      async (request, reply) => {
        const { token } = request.params
        await inTransaction(db, (tx) =>
          unsubscribe({ db: tx, actor: null, request: factsOf(request), settings }, { token }),
        )
        return reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send('Done.\n')
      },
    )
  })
}
