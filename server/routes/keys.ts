import Type from 'typebox'
import {
  KeyListReplySchema,
  NewKeyReplySchema,
  NewKeySchema,
  type ApiKeySummary,
} from '../../shared/api/admin-schemas.ts'
import { makeApiKey } from '../access/api-key.ts'
import { visibleWebsite } from '../access/find-website.ts'
import { maySee, type Principal } from '../access/principal.ts'
import type { App } from '../http/app-types.ts'
import { principalOf } from '../http/guard-routes.ts'
import { notFound, ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { findApiKey, insertApiKey, listApiKeys, revokeApiKey, type ApiKeyRow } from '../tables/api-keys.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import { NoContent, PROBLEMS } from './route-schemas.ts'

/** API keys: listed, made, revoked. To rotate one, make another and revoke it. */
export function keyRoutes(app: App, services: Services): void {
  const { db } = services

  app.get(
    '/api/keys',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'List the keys',
        tags: ['keys'],
        security: [{ key: [] }],
        response: { 200: KeyListReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const keys = (await listApiKeys(db)).filter((key) => mayManage(principal, key))
      return { keys: keys.map(summaryOf) }
    },
  )

  app.post(
    '/api/keys',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Make a key; it is shown only here',
        tags: ['keys'],
        security: [{ key: [] }],
        body: NewKeySchema,
        response: { 201: NewKeyReplySchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { name, scopes, websiteIds } = request.body
      if (websiteIds === null && principal.websiteIds !== null) {
        throw new ProblemError(
          403,
          'forbidden',
          'This key is limited to certain websites, and so are those it makes.',
        )
      }
      for (const websiteId of websiteIds ?? []) await visibleWebsite(services, request, websiteId)
      const { key, keyId, keyHash } = makeApiKey()
      const row = {
        key_id: keyId,
        name,
        key_hash: keyHash,
        scopes,
        website_ids: websiteIds,
        created_at: new Date(),
        revoked_at: null,
      }
      await insertApiKey(db, row)
      await noteFor(row, 'key.created', principal)
      return reply.code(201).send({ ...summaryOf(row), key })
    },
  )

  app.delete(
    '/api/keys/:keyId',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Revoke a key, at once',
        tags: ['keys'],
        security: [{ key: [] }],
        params: Type.Object({ keyId: Type.String({ maxLength: 100 }) }),
        response: { 204: NoContent, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const key = await findApiKey(db, request.params.keyId)
      if (!key || !mayManage(principal, key)) throw notFound('key')
      if (await revokeApiKey(db, key.key_id, new Date())) await noteFor(key, 'key.revoked', principal)
      return reply.code(204).send(null)
    },
  )

  /** In the log of each of its websites; of a key for all in none, since no website's log is the place. */
  async function noteFor(
    key: ApiKeyRow,
    action: 'key.created' | 'key.revoked',
    { keyId }: Principal,
  ): Promise<void> {
    for (const websiteId of key.website_ids ?? [undefined]) {
      await addAuditEntry(db, { action, keyId, ...(websiteId === undefined ? {} : { websiteId }) })
    }
  }
}

/** An administrator of some websites manages the keys that open nothing beyond them. */
function mayManage(principal: Principal, key: ApiKeyRow): boolean {
  if (principal.websiteIds === null) return true
  return key.website_ids?.every((websiteId) => maySee(principal, websiteId)) ?? false
}

function summaryOf(key: ApiKeyRow): ApiKeySummary {
  return {
    keyId: key.key_id,
    name: key.name,
    scopes: key.scopes,
    websiteIds: key.website_ids,
    createdAt: key.created_at.toISOString(),
    revokedAt: key.revoked_at?.toISOString() ?? null,
  }
}
