import { Readable } from 'node:stream'
import Type from 'typebox'
import { ManifestReplySchema } from '../../shared/api/schemas.ts'
import { SessionMetadataSchema } from '../../shared/session/metadata.ts'
import { playableSession } from '../access/find-session.ts'
import type { App } from '../http/app-types.ts'
import { principalOf } from '../http/guard-routes.ts'
import type { Services } from '../services.ts'
import { manifestOf } from '../sessions/manifest.ts'
import { replayDocument } from '../sessions/replay-document.ts'
import { sendSegment } from '../sessions/segment-reply.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import type { SessionRow } from '../tables/sessions.ts'
import { PROBLEMS, SegmentParams, SessionParams } from './route-schemas.ts'

/** A session to play: in one text, or as a manifest and segments. */
export function replayRoutes(app: App, services: Services): void {
  const { db } = services
  const noteView = ({ website_id, session_id }: SessionRow, keyId: string) =>
    addAuditEntry(db, { action: 'session.viewed', websiteId: website_id, sessionId: session_id, keyId })

  app.get(
    '/api/replay/:sessionId',
    {
      config: { access: 'read' },
      schema: {
        summary: 'A session in one text',
        description:
          'JSON whose events, sorted by time over all tabs, any rrweb player plays. With `Accept: application/x-ndjson`: a line with the metadata, then an event a line.',
        tags: ['replay'],
        security: [{ key: [] }],
        params: SessionParams,
        produces: ['application/json', 'application/x-ndjson'],
        response: {
          200: Type.Unsafe<Readable>(
            Type.Object({ metadata: SessionMetadataSchema, events: Type.Array(Type.Unknown()) }),
          ),
          ...PROBLEMS,
        },
      },
    },
    async (request, reply) => {
      const session = await playableSession(services, request, request.params.sessionId)
      const format = /\bapplication\/x-ndjson\b/.test(request.headers.accept ?? '') ? 'ndjson' : 'json'
      const text = await replayDocument(services, session, format)
      await noteView(session, principalOf(request).keyId)
      const type = format === 'json' ? 'application/json' : 'application/x-ndjson'
      void reply.header('vary', 'accept').type(`${type}; charset=utf-8`)
      return reply.send(Readable.from(text, { objectMode: false }))
    },
  )

  app.get(
    '/api/replay/:sessionId/manifest',
    {
      config: { access: 'read' },
      schema: {
        summary: 'What a player needs to begin',
        tags: ['replay'],
        security: [{ key: [] }],
        params: SessionParams,
        response: { 200: ManifestReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const session = await playableSession(services, request, request.params.sessionId)
      await noteView(session, principalOf(request).keyId)
      return manifestOf(db, session, { base: `/api/replay/${session.session_id}`, startAtMs: null })
    },
  )

  app.get(
    '/api/replay/:sessionId/segments/:tab/:index',
    {
      config: { access: 'read' },
      schema: {
        summary: 'The events of a segment: gzip of JSON text, one event a line',
        tags: ['replay'],
        security: [{ key: [] }],
        params: Type.Object({ ...SessionParams.properties, ...SegmentParams.properties }),
        produces: ['application/gzip'],
        response: PROBLEMS,
      },
    },
    async (request, reply) => {
      const { sessionId, tab, index } = request.params
      await playableSession(services, request, sessionId)
      return sendSegment(services, { request, reply }, { sessionId, tab, index })
    },
  )
}
