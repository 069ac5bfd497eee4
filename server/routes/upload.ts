import Type from 'typebox'
import {
  CompleteReplySchema,
  CreateSessionReplySchema,
  CreateSessionRequestSchema,
} from '../../shared/api/schemas.ts'
import { FORMAT_VERSION } from '../../shared/session/version.ts'
import { countryOf } from '../access/country.ts'
import { visibleSession } from '../access/find-session.ts'
import { visibleWebsite } from '../access/find-website.ts'
import type { App } from '../http/app-types.ts'
import { principalOf } from '../http/guard-routes.ts'
import { ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { beginUpload } from '../sessions/begin-upload.ts'
import { completeUpload } from '../sessions/complete-upload.ts'
import { receiveSegment } from '../sessions/receive-segment.ts'
import { isUploadSignature, SEGMENT_CONTENT_TYPE } from '../sessions/upload-address.ts'
import { PROBLEMS, SegmentParams, SessionParams, WebsiteParams } from './route-schemas.ts'

/** create -> PUT each segment -> complete. Each may be asked again at any time. */
export function uploadRoutes(app: App, services: Services): void {
  app.post(
    '/api/websites/:websiteId/sessions',
    {
      config: { access: 'ingest' },
      bodyLimit: services.config.limits.metadataBytes,
      schema: {
        summary: 'Begin, or resume, the upload of a session',
        description:
          'Answers which segments are missing, and where to PUT each. Nothing is listed before `complete`.',
        tags: ['upload'],
        security: [{ key: [] }],
        params: WebsiteParams,
        body: CreateSessionRequestSchema,
        response: { 200: CreateSessionReplySchema, ...PROBLEMS },
      },
      // Before the body is checked against this build's format, which a newer one cannot fit.
      preValidation: async (request) => refuseNewerFormat(request.body),
    },
    async (request) => {
      const { websiteId } = request.params
      await visibleWebsite(services, request, websiteId)
      const country = countryOf(request, services.config.countryHeader)
      const metadata = { ...request.body, country }
      return beginUpload(services, { websiteId, keyId: principalOf(request).keyId, metadata })
    },
  )

  app.post(
    '/api/replay/:sessionId/complete',
    {
      config: { access: 'ingest' },
      schema: {
        summary: 'Verify what was sent, and list the session',
        tags: ['upload'],
        security: [{ key: [] }],
        params: SessionParams,
        response: { 200: CompleteReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const session = await visibleSession(services, request, request.params.sessionId)
      await completeUpload(services, session, principalOf(request).keyId)
      return { sessionId: session.session_id, state: 'complete' as const }
    },
  )

  void app.register(async (scope: App) => putSegmentRoute(scope, services))
}

/** In a scope of its own, whose bodies are streams and are never held in memory. */
function putSegmentRoute(app: App, services: Services): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(SEGMENT_CONTENT_TYPE, (_request, payload, done) => done(null, payload))

  app.put(
    '/api/uploads/:sessionId/:tab/:index',
    {
      config: { access: 'link' },
      schema: {
        summary: 'Send a segment to the address that `create` gave',
        tags: ['upload'],
        consumes: [SEGMENT_CONTENT_TYPE],
        params: Type.Object({ ...SessionParams.properties, ...SegmentParams.properties }),
        querystring: Type.Object({ expires: Type.Integer(), signature: Type.String({ maxLength: 100 }) }),
        response: { 204: Type.Null({ description: 'Stored' }), ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const { sessionId, tab, index } = request.params
      const { expires, signature } = request.query
      if (!isUploadSignature(services.signingKey, { sessionId, tab, index, expires }, signature)) {
        throw new ProblemError(
          403,
          'upload-url-not-valid',
          'This is not an upload address that this server gave.',
        )
      }
      if (expires * 1000 < Date.now()) {
        throw new ProblemError(
          403,
          'upload-url-expired',
          'This upload address has expired. Create the session again.',
        )
      }
      const length = request.headers['content-length']
      await receiveSegment(
        services,
        { sessionId, tab, index },
        {
          body: request.body as AsyncIterable<Uint8Array>,
          contentLength: length === undefined ? null : Number(length),
        },
      )
      return reply.code(204).send(null)
    },
  )
}

function refuseNewerFormat(body: unknown): void {
  const version = (body as { formatVersion?: unknown } | null)?.formatVersion
  if (typeof version === 'number' && version > FORMAT_VERSION) {
    throw new ProblemError(
      422,
      'newer-format',
      `This session was recorded by a newer QA Replay (format ${version}; this server reads up to ${FORMAT_VERSION}). Update the server.`,
    )
  }
}
