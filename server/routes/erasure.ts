import Type from 'typebox'
import {
  ErasedPartSchema,
  ErasurePlanQuerySchema,
  ErasurePlanSchema,
} from '../../shared/api/admin-schemas.ts'
import { DeletedReplySchema } from '../../shared/api/schemas.ts'
import { deletableBy } from '../access/find-session.ts'
import { visibleWebsite } from '../access/find-website.ts'
import type { App } from '../http/app-types.ts'
import { principalOf } from '../http/guard-routes.ts'
import { eraseSessions } from '../retention/erase-sessions.ts'
import type { Services } from '../services.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import { erasurePlan } from '../tables/erasure-plan.ts'
import { sessionsOfVisitor, someSessionsOf } from '../tables/sessions.ts'
import { PROBLEMS, WebsiteParams } from './route-schemas.ts'

/** Sessions of a website that one request deletes: some seconds, with a store that is far away. */
const ERASED_AT_ONCE = 200

/** Erasing what is kept of a visitor, or of a website; and what that would delete. */
export function erasureRoutes(app: App, services: Services): void {
  const { db } = services

  app.get(
    '/api/websites/:websiteId/erasure',
    {
      config: { access: 'ingest' },
      schema: {
        summary: 'What an erasure would delete',
        description: 'Of what this key may delete: a key with `admin` everything, others what they uploaded.',
        tags: ['sessions'],
        security: [{ key: [] }],
        params: WebsiteParams,
        querystring: ErasurePlanQuerySchema,
        response: { 200: ErasurePlanSchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { website_id } = await visibleWebsite(services, request, request.params.websiteId)
      const { visitorId = null } = request.query
      return erasurePlan(db, { websiteId: website_id, visitorId, createdBy: deletableBy(request) })
    },
  )

  app.delete(
    '/api/websites/:websiteId/visitors/:visitorId',
    {
      config: { access: 'ingest' },
      schema: {
        summary: 'Delete all sessions of a visitor',
        description: 'A key deletes the sessions that it uploaded; a key with `admin` any.',
        tags: ['sessions'],
        security: [{ key: [] }],
        params: Type.Object({
          ...WebsiteParams.properties,
          visitorId: Type.String({ minLength: 1, maxLength: 64 }),
        }),
        response: { 200: DeletedReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { websiteId, visitorId } = request.params
      await visibleWebsite(services, request, websiteId)
      const createdBy = deletableBy(request)
      const sessions = await sessionsOfVisitor(db, { websiteId, visitorId, createdBy })
      await eraseSessions(services, sessions, 'asked')
      await addAuditEntry(db, { action: 'visitor.erased', websiteId, keyId: principalOf(request).keyId })
      return { sessions: sessions.length }
    },
  )

  app.delete(
    '/api/websites/:websiteId/sessions',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Delete all sessions of a website, a part at a time',
        description: 'To be asked until `isDone`. The website, its settings, keys and audit log stay.',
        tags: ['sessions'],
        security: [{ key: [] }],
        params: WebsiteParams,
        response: { 200: ErasedPartSchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { websiteId } = request.params
      await visibleWebsite(services, request, websiteId)
      const sessions = await someSessionsOf(db, websiteId, ERASED_AT_ONCE)
      await eraseSessions(services, sessions, 'asked')
      if (sessions.length > 0) {
        await addAuditEntry(db, { action: 'website.erased', websiteId, keyId: principalOf(request).keyId })
      }
      return { sessions: sessions.length, isDone: sessions.length < ERASED_AT_ONCE }
    },
  )
}
