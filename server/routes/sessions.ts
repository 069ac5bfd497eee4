import {
  SessionListQuerySchema,
  SessionListReplySchema,
  SessionValuesSchema,
} from '../../shared/api/schemas.ts'
import { deletableBy, visibleSession } from '../access/find-session.ts'
import { visibleWebsite } from '../access/find-website.ts'
import type { App } from '../http/app-types.ts'
import { principalOf } from '../http/guard-routes.ts'
import { ProblemError } from '../http/problem.ts'
import { eraseSessions } from '../retention/erase-sessions.ts'
import type { Services } from '../services.ts'
import { withSyncStates } from '../sync/sync-state.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import { decodeCursor } from '../tables/list-cursor.ts'
import { listSessions } from '../tables/list-sessions.ts'
import { sessionValues } from '../tables/session-values.ts'
import { optionalMoment } from './moments.ts'
import { NoContent, PROBLEMS, SessionParams, WebsiteParams } from './route-schemas.ts'

const DEFAULT_PAGE = 50

/** Lists sessions, and deletes them. */
export function sessionRoutes(app: App, services: Services): void {
  const { db, config } = services

  app.get(
    '/api/websites/:websiteId/sessions',
    {
      config: { access: 'read' },
      schema: {
        summary: 'List sessions',
        tags: ['sessions'],
        security: [{ key: [] }],
        params: WebsiteParams,
        querystring: SessionListQuerySchema,
        response: { 200: SessionListReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { website_id } = await visibleWebsite(services, request, request.params.websiteId)
      const filters = request.query
      for (const name of ['from', 'to'] as const) optionalMoment(name, filters[name])
      const sort = filters.sort ?? 'recent'
      const after = filters.cursor === undefined ? null : decodeCursor(filters.cursor, sort)
      if (filters.cursor !== undefined && !after) {
        throw new ProblemError(
          400,
          'cursor-not-valid',
          'This cursor is not one of a list that is sorted this way.',
        )
      }
      const limit = filters.limit ?? DEFAULT_PAGE
      const page = await listSessions(db, { websiteId: website_id, filters, sort, limit, after })
      return config.team ? { ...page, sessions: await withSyncStates(services, page.sessions) } : page
    },
  )

  app.get(
    '/api/websites/:websiteId/sessions/values',
    {
      config: { access: 'read' },
      schema: {
        summary: 'What the sessions can be narrowed to',
        tags: ['sessions'],
        security: [{ key: [] }],
        params: WebsiteParams,
        response: { 200: SessionValuesSchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { website_id } = await visibleWebsite(services, request, request.params.websiteId)
      return sessionValues(db, website_id)
    },
  )

  app.delete(
    '/api/replay/:sessionId',
    {
      config: { access: 'ingest' },
      schema: {
        summary: 'Delete a session, its segments and its shares',
        description:
          "A key deletes the sessions that it uploaded; a key with `admin` any. One that was sent to the team's server, in whole or in part, is deleted there too, as soon as that server answers.",
        tags: ['sessions'],
        security: [{ key: [] }],
        params: SessionParams,
        response: { 204: NoContent, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const session = await visibleSession(services, request, request.params.sessionId)
      const createdBy = deletableBy(request)
      if (createdBy !== null && createdBy !== session.created_by) {
        throw new ProblemError(
          403,
          'forbidden',
          'This session was uploaded by another key, and this one may not delete it.',
        )
      }
      await eraseSessions(services, [session], 'asked')
      await addAuditEntry(db, {
        action: 'session.deleted',
        websiteId: session.website_id,
        sessionId: session.session_id,
        keyId: principalOf(request).keyId,
      })
      return reply.code(204).send(null)
    },
  )
}
