import { openConnection, queryString, type ConnectionOptions } from './connection.ts'
import {
  AuditReplySchema,
  ErrorGroupsReplySchema,
  ErrorMomentsReplySchema,
  KeyListReplySchema,
  NewKeyReplySchema,
  WebsiteListReplySchema,
  WebsiteSettingsSchema,
  type AuditEntry,
  type ErrorGroup,
  type ErrorMoment,
  type ApiKeySummary,
  type NewKey,
  type NewKeyReply,
  type NewWebsite,
  type WebsiteChange,
  type WebsiteSettings,
} from './admin-schemas.ts'
import { WebsiteConfigSchema, type WebsiteConfig } from './website-config.ts'

/**
 * The part of the API that dashboards and administrators use; apart from `client.ts`, so that an extension does not
 * carry it. The errors are the same.
 */
export function createAdminClient(options: ConnectionOptions) {
  const { call, bytesOf } = openConnection(options)
  const website = (websiteId: string, rest = '') => `/api/websites/${encodeURIComponent(websiteId)}${rest}`

  return {
    async listWebsites(): Promise<WebsiteSettings[]> {
      return (await call(WebsiteListReplySchema, { path: '/api/websites' })).websites
    },
    createWebsite(json: NewWebsite): Promise<WebsiteSettings> {
      return call(WebsiteSettingsSchema, { method: 'POST', path: '/api/websites', json })
    },
    changeWebsite(websiteId: string, json: WebsiteChange): Promise<WebsiteSettings> {
      return call(WebsiteSettingsSchema, { method: 'PUT', path: website(websiteId), json })
    },
    config(websiteId: string): Promise<WebsiteConfig> {
      return call(WebsiteConfigSchema, { path: website(websiteId, '/config') })
    },
    setConfig(websiteId: string, json: WebsiteConfig): Promise<WebsiteConfig> {
      return call(WebsiteConfigSchema, { method: 'PUT', path: website(websiteId, '/config'), json })
    },

    async listKeys(): Promise<ApiKeySummary[]> {
      return (await call(KeyListReplySchema, { path: '/api/keys' })).keys
    },
    createKey(json: NewKey): Promise<NewKeyReply> {
      return call(NewKeyReplySchema, { method: 'POST', path: '/api/keys', json })
    },
    async revokeKey(keyId: string): Promise<void> {
      await bytesOf({ method: 'DELETE', path: `/api/keys/${encodeURIComponent(keyId)}` })
    },

    /** Errors of a website, those that happened last first. */
    async errorGroups(
      websiteId: string,
      query: { from?: string; to?: string; limit?: number } = {},
    ): Promise<ErrorGroup[]> {
      const path = website(websiteId, `/errors${queryString(query)}`)
      return (await call(ErrorGroupsReplySchema, { path })).groups
    },
    async errorMoments(websiteId: string, fingerprint: string): Promise<ErrorMoment[]> {
      const path = website(websiteId, `/errors/${encodeURIComponent(fingerprint)}`)
      return (await call(ErrorMomentsReplySchema, { path })).moments
    },

    /** Who did what, newest first. @param query.before the `entryId` to go on from */
    async auditLog(
      websiteId: string,
      query: { before?: string; limit?: number } = {},
    ): Promise<AuditEntry[]> {
      const path = website(websiteId, `/audit${queryString(query)}`)
      return (await call(AuditReplySchema, { path })).entries
    },
  }
}
