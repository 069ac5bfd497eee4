import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { ShareListReplySchema, ShareReplySchema, ShareRequestSchema } from '../../shared/api/schemas.ts'
import { playableSession, visibleSession } from '../access/find-session.ts'
import { hashPassword, hashSecret, randomToken } from '../access/secrets.ts'
import type { App } from '../http/app-types.ts'
import { principalOf } from '../http/guard-routes.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import { insertShare, revokeShare, sharesOf } from '../tables/shares.ts'
import { NoContent, PROBLEMS, SessionParams } from './route-schemas.ts'

const TOKEN_BITS = 192

/** Links to a session: made, listed, revoked. Only the hash of a link's token is kept. */
export function shareRoutes(app: App, services: Services): void {
  const { db } = services

  app.post(
    '/api/replay/:sessionId/shares',
    {
      config: { access: 'share' },
      schema: {
        summary: 'Make a link that plays the session without an account',
        tags: ['shares'],
        security: [{ key: [] }],
        params: SessionParams,
        body: ShareRequestSchema,
        response: { 201: ShareReplySchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const session = await playableSession(services, request, request.params.sessionId)
      const { expiresIn, t, password } = request.body
      const { keyId } = principalOf(request)
      const shareId = uuidv7()
      const token = randomToken(TOKEN_BITS)
      const createdAt = new Date()
      const expiresAt = expiresIn === undefined ? null : new Date(createdAt.getTime() + expiresIn * 1000)
      await insertShare(db, {
        share_id: shareId,
        session_id: session.session_id,
        token_hash: hashSecret(token),
        password_hash: password === undefined ? null : await hashPassword(password),
        start_at_ms: t ?? null,
        created_by: keyId,
        created_at: createdAt,
        expires_at: expiresAt,
      })
      await addAuditEntry(db, {
        action: 'share.created',
        websiteId: session.website_id,
        sessionId: session.session_id,
        shareId,
        keyId,
      })
      return reply.code(201).send({
        shareId,
        url: `${services.publicUrl()}/s/${token}`,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt?.toISOString() ?? null,
      })
    },
  )

  app.get(
    '/api/replay/:sessionId/shares',
    {
      config: { access: 'share' },
      schema: {
        summary: 'List the links of a session',
        tags: ['shares'],
        security: [{ key: [] }],
        params: SessionParams,
        response: { 200: ShareListReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const session = await visibleSession(services, request, request.params.sessionId)
      const shares = await sharesOf(db, session.session_id)
      return {
        shares: shares.map((share) => ({
          shareId: share.share_id,
          createdAt: share.created_at.toISOString(),
          expiresAt: share.expires_at?.toISOString() ?? null,
          revokedAt: share.revoked_at?.toISOString() ?? null,
          startAtMs: share.start_at_ms,
          hasPassword: share.password_hash !== null,
          views: Number(share.views),
          lastViewedAt: share.last_viewed_at?.toISOString() ?? null,
        })),
      }
    },
  )

  app.delete(
    '/api/replay/:sessionId/shares/:shareId',
    {
      config: { access: 'share' },
      schema: {
        summary: 'Revoke a link',
        tags: ['shares'],
        security: [{ key: [] }],
        params: Type.Object({
          ...SessionParams.properties,
          shareId: Type.String({ pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
        }),
        response: { 204: NoContent, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const { sessionId, shareId } = request.params
      const session = await visibleSession(services, request, sessionId)
      if (!(await revokeShare(db, { sessionId, shareId, at: new Date() }))) throw notFound('share')
      await addAuditEntry(db, {
        action: 'share.revoked',
        websiteId: session.website_id,
        sessionId,
        shareId,
        keyId: principalOf(request).keyId,
      })
      return reply.code(204).send(null)
    },
  )
}
