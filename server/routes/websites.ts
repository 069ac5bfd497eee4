import {
  AuditQuerySchema,
  AuditReplySchema,
  NewWebsiteSchema,
  WebsiteChangeSchema,
  WebsiteListReplySchema,
  WebsiteSettingsSchema,
  type WebsiteSettings,
} from '../../shared/api/admin-schemas.ts'
import { WebsiteConfigSchema } from '../../shared/api/website-config.ts'
import { visibleWebsite } from '../access/find-website.ts'
import { RETENTION_DAYS } from '../access/plans.ts'
import type { App } from '../http/app-types.ts'
import { principalOf } from '../http/guard-routes.ts'
import { ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { addAuditEntry, listAuditEntries } from '../tables/audit-log.ts'
import { insertWebsite, listWebsites, setPlan, updateWebsite, type WebsiteRow } from '../tables/websites.ts'
import { PROBLEMS, WebsiteParams } from './route-schemas.ts'

/** Websites, their settings, and what was done with their sessions. */
export function websiteRoutes(app: App, services: Services): void {
  const { db } = services

  app.get(
    '/api/websites',
    {
      config: { access: 'key' },
      schema: {
        summary: 'List the websites of this key',
        tags: ['websites'],
        security: [{ key: [] }],
        response: { 200: WebsiteListReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const websites = await listWebsites(db, principalOf(request).websiteIds)
      return { websites: websites.map(settingsOf) }
    },
  )

  app.post(
    '/api/websites',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Add a website',
        description: 'Needs a key that is not limited to certain websites.',
        tags: ['websites'],
        security: [{ key: [] }],
        body: NewWebsiteSchema,
        response: { 201: WebsiteSettingsSchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const { keyId, websiteIds } = principalOf(request)
      if (websiteIds !== null) {
        throw new ProblemError(
          403,
          'forbidden',
          'This key is limited to certain websites, and may not add one.',
        )
      }
      const { websiteId } = request.body
      if (!(await insertWebsite(db, { ...request.body, createdAt: new Date() }))) {
        throw new ProblemError(409, 'website-exists', 'There is a website with this id already.')
      }
      await addAuditEntry(db, { action: 'website.created', websiteId, keyId })
      return reply.code(201).send(settingsOf(await visibleWebsite(services, request, websiteId)))
    },
  )

  app.put(
    '/api/websites/:websiteId',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Rename a website, or change its plan',
        description: 'A new plan also moves when the sessions expire that are there already.',
        tags: ['websites'],
        security: [{ key: [] }],
        params: WebsiteParams,
        body: WebsiteChangeSchema,
        response: { 200: WebsiteSettingsSchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { websiteId } = request.params
      const { plan, name } = request.body
      await visibleWebsite(services, request, websiteId)
      if (name !== undefined) await updateWebsite(db, websiteId, { name })
      if (plan !== undefined) await setPlan(db, websiteId, { plan, days: RETENTION_DAYS[plan] })
      await addAuditEntry(db, { action: 'website.changed', websiteId, keyId: principalOf(request).keyId })
      return settingsOf(await visibleWebsite(services, request, websiteId))
    },
  )

  app.get(
    '/api/websites/:websiteId/config',
    {
      config: { access: 'key' },
      schema: {
        summary: 'When sessions of a website are kept without being asked to',
        tags: ['websites'],
        security: [{ key: [] }],
        params: WebsiteParams,
        response: { 200: WebsiteConfigSchema, ...PROBLEMS },
      },
    },
    async (request) => (await visibleWebsite(services, request, request.params.websiteId)).config,
  )

  app.put(
    '/api/websites/:websiteId/config',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Set it',
        tags: ['websites'],
        security: [{ key: [] }],
        params: WebsiteParams,
        body: WebsiteConfigSchema,
        response: { 200: WebsiteConfigSchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { websiteId } = request.params
      await visibleWebsite(services, request, websiteId)
      await updateWebsite(db, websiteId, { config: request.body })
      await addAuditEntry(db, { action: 'website.changed', websiteId, keyId: principalOf(request).keyId })
      return (await visibleWebsite(services, request, websiteId)).config
    },
  )

  app.get(
    '/api/websites/:websiteId/audit',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Who watched, shared and deleted what, newest first',
        tags: ['websites'],
        security: [{ key: [] }],
        params: WebsiteParams,
        querystring: AuditQuerySchema,
        response: { 200: AuditReplySchema, ...PROBLEMS },
      },
    },
    async (request) => {
      const { websiteId } = request.params
      await visibleWebsite(services, request, websiteId)
      const { before, limit = 100 } = request.query
      const entries = await listAuditEntries(db, { websiteId, before, limit })
      return {
        entries: entries.map((entry) => ({
          entryId: entry.entry_id,
          at: entry.at.toISOString(),
          action: entry.action,
          sessionId: entry.session_id,
          shareId: entry.share_id,
          keyId: entry.key_id,
        })),
      }
    },
  )
}

function settingsOf({ website_id, name, plan, created_at }: WebsiteRow): WebsiteSettings {
  return {
    websiteId: website_id,
    name,
    plan,
    retentionDays: RETENTION_DAYS[plan],
    createdAt: created_at.toISOString(),
  }
}
