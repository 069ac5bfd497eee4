import { ConnectLinkRequestSchema, ConnectLinkSchema } from '../../shared/api/admin-schemas.ts'
import {
  ConnectReplySchema,
  ConnectRequestSchema,
  MeReplySchema,
  type Website,
} from '../../shared/api/schemas.ts'
import { makeApiKey } from '../access/api-key.ts'
import { CONNECT_PAGE, CONNECT_PAGE_POLICY } from '../access/connect-page.ts'
import { makeConnectCode } from '../access/connect-code.ts'
import { visibleWebsite } from '../access/find-website.ts'
import type { Scope } from '../access/scopes.ts'
import { hashSecret } from '../access/secrets.ts'
import type { App } from '../http/app-types.ts'
import { principalOf } from '../http/guard-routes.ts'
import { ProblemError } from '../http/problem.ts'
import { GUESSING_LIMIT } from '../http/rate-limits.ts'
import type { Services } from '../services.ts'
import { insertApiKey } from '../tables/api-keys.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import { useConnectCode } from '../tables/connect-codes.ts'
import { listWebsites, type WebsiteRow } from '../tables/websites.ts'
import { PROBLEMS } from './route-schemas.ts'

/** What a tester's extension does: upload, play, share. */
const TESTER_SCOPES: Scope[] = ['ingest', 'read', 'share']

/** How a client gets its key, and learns what the key may do. */
export function connectRoutes(app: App, services: Services): void {
  const { db } = services

  app.get('/connect', { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
    reply
      .header('content-security-policy', CONNECT_PAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(CONNECT_PAGE),
  )

  app.post(
    '/api/connect',
    {
      config: { access: 'public', rateLimit: GUESSING_LIMIT },
      schema: {
        summary: 'Trade a one-time code of the connect page for a key',
        tags: ['keys'],
        body: ConnectRequestSchema,
        response: { 201: ConnectReplySchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const now = new Date()
      const used = await useConnectCode(db, hashSecret(request.body.code), now)
      if (used === null) {
        throw new ProblemError(
          403,
          'code-not-valid',
          'This connect link was used before, or is older than 15 minutes. Restart the server, or ask its administrator, for a new one.',
        )
      }
      const { websiteId, scopes } = used
      // Who may do everything, does it on all websites.
      const websiteIds = scopes?.includes('admin') ? null : [websiteId]
      const { keyId, key, keyHash } = makeApiKey()
      const keyName = request.body.clientName.trim() || 'Extension'
      await insertApiKey(db, {
        key_id: keyId,
        name: keyName,
        key_hash: keyHash,
        scopes: scopes ?? TESTER_SCOPES,
        website_ids: websiteIds,
        created_at: now,
      })
      await addAuditEntry(db, { action: 'key.created', websiteId, keyId })
      const websites = (await listWebsites(db, websiteIds)).map(asWebsite)
      return reply.code(201).send({ key, keyName, websites })
    },
  )

  app.post(
    '/api/connect/codes',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Make a connect link, valid once, for 15 minutes',
        tags: ['keys'],
        security: [{ key: [] }],
        body: ConnectLinkRequestSchema,
        response: { 201: ConnectLinkSchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const website = await visibleWebsite(services, request, request.body.websiteId)
      return reply.code(201).send(await makeConnectCode(services, website.website_id))
    },
  )

  app.get(
    '/api/me',
    {
      config: { access: 'key' },
      schema: {
        summary: 'What this key may do',
        tags: ['keys'],
        security: [{ key: [] }],
        response: { 200: MeReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { name, scopes, websiteIds } = principalOf(request)
      const websites = await listWebsites(db, websiteIds)
      return { keyName: name, scopes: [...scopes], websites: websites.map(asWebsite) }
    },
  )
}

function asWebsite({ website_id, name }: WebsiteRow): Website {
  return { websiteId: website_id, name }
}
