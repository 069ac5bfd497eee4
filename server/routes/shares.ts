import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import {
  ShareViewsQuerySchema,
  ShareViewsReplySchema,
  WebsiteSharesQuerySchema,
  WebsiteSharesReplySchema,
} from '../../shared/api/admin-schemas.ts'
import {
  ShareListReplySchema,
  ShareReplySchema,
  ShareRequestSchema,
  type ShareSummary,
} from '../../shared/api/schemas.ts'
import { playableSession, visibleSession } from '../access/find-session.ts'
import { visibleWebsite } from '../access/find-website.ts'
import { hashPassword, hashSecret, randomToken } from '../access/secrets.ts'
import type { App } from '../http/app-types.ts'
import { principalOf } from '../http/guard-routes.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { addAuditEntry, viewsOfShare } from '../tables/audit-log.ts'
import { insertShare, revokeShare, sharesOf, sharesOfWebsite, type ListedShare } from '../tables/shares.ts'
import { NoContent, PROBLEMS, SessionParams, WebsiteParams } from './route-schemas.ts'

const TOKEN_BITS = 192
const DEFAULT_PAGE = 50

const ShareParams = Type.Object({
  ...SessionParams.properties,
  shareId: Type.String({ pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
})

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
        website_id: session.website_id,
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
        shares: shares.map(summaryOf),
      }
    },
  )

  app.get(
    '/api/websites/:websiteId/shares',
    {
      config: { access: 'share' },
      schema: {
        summary: 'List the links of a website, newest first',
        tags: ['shares'],
        security: [{ key: [] }],
        params: WebsiteParams,
        querystring: WebsiteSharesQuerySchema,
        response: { 200: WebsiteSharesReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { website_id } = await visibleWebsite(services, request, request.params.websiteId)
      const { before, limit = DEFAULT_PAGE } = request.query
      const shares = await sharesOfWebsite(db, { websiteId: website_id, before, limit })
      return {
        shares: shares.map((share) => ({
          ...summaryOf(share),
          sessionId: share.session_id,
          sessionTitle: share.title,
        })),
      }
    },
  )

  app.get(
    '/api/replay/:sessionId/shares/:shareId/views',
    {
      config: { access: 'share' },
      schema: {
        summary: 'When a link was opened, the latest first',
        description: 'By whom is not known: no addresses are kept.',
        tags: ['shares'],
        security: [{ key: [] }],
        params: ShareParams,
        querystring: ShareViewsQuerySchema,
        response: { 200: ShareViewsReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { sessionId, shareId } = request.params
      await visibleSession(services, request, sessionId)
      const shares = await sharesOf(db, sessionId)
      if (!shares.some(({ share_id }) => share_id === shareId)) throw notFound('share')
      const { before, limit = DEFAULT_PAGE } = request.query
      const views = await viewsOfShare(db, { shareId, before, limit })
      return { views: views.map(({ entry_id, at }) => ({ viewId: entry_id, at: at.toISOString() })) }
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
        params: ShareParams,
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

function summaryOf(share: ListedShare): ShareSummary {
  return {
    shareId: share.share_id,
    createdAt: share.created_at.toISOString(),
    expiresAt: share.expires_at?.toISOString() ?? null,
    revokedAt: share.revoked_at?.toISOString() ?? null,
    startAtMs: share.start_at_ms,
    hasPassword: share.password_hash !== null,
    views: Number(share.views),
    lastViewedAt: share.last_viewed_at?.toISOString() ?? null,
  }
}
