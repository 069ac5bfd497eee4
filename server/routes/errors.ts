import Type from 'typebox'
import {
  ErrorGroupsQuerySchema,
  ErrorGroupsReplySchema,
  ErrorMomentsReplySchema,
} from '../../shared/api/admin-schemas.ts'
import { visibleWebsite } from '../access/find-website.ts'
import type { App } from '../http/app-types.ts'
import type { Services } from '../services.ts'
import { errorGroups, errorMoments } from '../tables/session-errors.ts'
import { optionalMoment } from './moments.ts'
import { PROBLEMS, WebsiteParams } from './route-schemas.ts'

const DEFAULT_GROUPS = 50
const MAX_MOMENTS = 200

/** Errors of a website by fingerprint, each with its sessions and the moment in each. */
export function errorRoutes(app: App, services: Services): void {
  app.get(
    '/api/websites/:websiteId/errors',
    {
      config: { access: 'read' },
      schema: {
        summary: 'Errors, grouped; those that happened last first',
        tags: ['errors'],
        security: [{ key: [] }],
        params: WebsiteParams,
        querystring: ErrorGroupsQuerySchema,
        response: { 200: ErrorGroupsReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { website_id } = await visibleWebsite(services, request, request.params.websiteId)
      const { from, to, limit = DEFAULT_GROUPS } = request.query
      const groups = await errorGroups(services.db, {
        websiteId: website_id,
        from: optionalMoment('from', from),
        to: optionalMoment('to', to),
        limit,
      })
      return {
        groups: groups.map(({ fingerprint, name, message, source, ...group }) => ({
          fingerprint,
          name,
          message,
          source,
          events: Number(group.events),
          sessions: Number(group.sessions),
          firstAt: group.first_at.toISOString(),
          lastAt: group.last_at.toISOString(),
          latest: {
            sessionId: group.latest_session_id,
            atMs: Math.max(0, group.last_at.getTime() - group.latest_started_at.getTime()),
          },
        })),
      }
    },
  )

  app.get(
    '/api/websites/:websiteId/errors/:fingerprint',
    {
      config: { access: 'read' },
      schema: {
        summary: 'Each time that an error happened, the latest first',
        tags: ['errors'],
        security: [{ key: [] }],
        params: Type.Object({
          ...WebsiteParams.properties,
          fingerprint: Type.String({ pattern: '^[0-9a-f]{32}$' }),
        }),
        response: { 200: ErrorMomentsReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { websiteId, fingerprint } = request.params
      await visibleWebsite(services, request, websiteId)
      const moments = await errorMoments(services.db, { websiteId, fingerprint, limit: MAX_MOMENTS })
      return {
        moments: moments.map(({ session_id, title, message, happened_at, started_at }) => ({
          sessionId: session_id,
          title,
          message,
          happenedAt: happened_at.toISOString(),
          atMs: Math.max(0, happened_at.getTime() - started_at.getTime()),
        })),
      }
    },
  )
}
