import { SyncStateSchema, SyncStatusSchema } from '../../shared/api/schemas.ts'
import { playableSession, visibleSession } from '../access/find-session.ts'
import type { App } from '../http/app-types.ts'
import { principalOf } from '../http/guard-routes.ts'
import { ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { syncStateOf } from '../sync/sync-state.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import { teamErasureSummary } from '../tables/team-erasures.ts'
import { outboxSummary, queueForTeam } from '../tables/team-outbox.ts'
import { PROBLEMS, SessionParams } from './route-schemas.ts'

/** The way of sessions from here to the team's server. */
export function syncRoutes(app: App, services: Services): void {
  const { config, db, sync } = services
  const { team } = config

  app.get(
    '/api/replay/:sessionId/sync',
    {
      config: { access: 'read' },
      schema: {
        summary: "How far a session has come on its way to the team's server",
        tags: ['sync'],
        security: [{ key: [] }],
        params: SessionParams,
        response: { 200: SyncStateSchema, ...PROBLEMS },
      },
    },
    async (request) =>
      syncStateOf(services, await visibleSession(services, request, request.params.sessionId)),
  )

  app.post(
    '/api/replay/:sessionId/sync',
    {
      config: { access: 'ingest' },
      schema: {
        summary: "Send a session to the team's server, or try again at once",
        description: 'Asking again changes nothing for a session that is there already.',
        tags: ['sync'],
        security: [{ key: [] }],
        params: SessionParams,
        response: { 200: SyncStateSchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const session = await playableSession(services, request, request.params.sessionId)
      if (!team) {
        throw new ProblemError(
          409,
          'no-team',
          'This server sends sessions nowhere. Set TEAM_URL and TEAM_API_KEY, and restart it.',
        )
      }
      const { session_id, website_id } = session
      await queueForTeam(db, session_id, new Date())
      const entry = { websiteId: website_id, sessionId: session_id, keyId: principalOf(request).keyId }
      await addAuditEntry(db, { action: 'session.chosen-for-team', ...entry })
      sync.wake(true)
      return syncStateOf(services, session)
    },
  )

  app.get(
    '/api/sync',
    {
      config: { access: 'admin' },
      schema: {
        summary: "How this server and the team's get on",
        tags: ['sync'],
        security: [{ key: [] }],
        response: { 200: SyncStatusSchema, ...PROBLEMS },
      },
    },
    async () => {
      const [{ queued, synced, failed }, erasures] = await Promise.all([
        outboxSummary(db),
        teamErasureSummary(db),
      ])
      return {
        teamUrl: team?.url ?? null,
        mode: team?.sync ?? null,
        problem: sync.stopped ?? sync.waiting,
        sessions: { queued, synced, failed },
        erasures,
      }
    },
  )
}
