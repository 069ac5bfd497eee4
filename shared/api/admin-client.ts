import { openConnection, queryString, type ConnectionOptions } from './connection.ts'
import {
  AuditReplySchema,
  ConnectLinkSchema,
  ErasedPartSchema,
  ErasurePlanSchema,
  ShareViewsReplySchema,
  WebsiteSharesReplySchema,
  type ConnectLink,
  type ErasedPart,
  type ErasurePlan,
  type ShareView,
  type WebsiteShare,
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
import { SyncStatusSchema, type SyncStatus } from './schemas.ts'
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

    /** A link with which a tester's extension gets a key of its own, valid once, for 15 minutes. */
    makeConnectLink(websiteId: string): Promise<ConnectLink> {
      return call(ConnectLinkSchema, { method: 'POST', path: '/api/connect/codes', json: { websiteId } })
    },

    /** Shared links of a website, newest first. @param query.before the `shareId` to go on from */
    async websiteShares(
      websiteId: string,
      query: { before?: string; limit?: number } = {},
    ): Promise<WebsiteShare[]> {
      const path = website(websiteId, `/shares${queryString(query)}`)
      return (await call(WebsiteSharesReplySchema, { path })).shares
    },

    /** When a shared link was opened, the latest first. @param query.before the `viewId` to go on from */
    async shareViews(
      sessionId: string,
      shareId: string,
      query: { before?: string; limit?: number } = {},
    ): Promise<ShareView[]> {
      const share = `/api/replay/${encodeURIComponent(sessionId)}/shares/${encodeURIComponent(shareId)}`
      return (await call(ShareViewsReplySchema, { path: `${share}/views${queryString(query)}` })).views
    },

    /** What an erasure would delete: of a visitor, or without one of the whole website. */
    erasurePlan(websiteId: string, query: { visitorId?: string } = {}): Promise<ErasurePlan> {
      return call(ErasurePlanSchema, { path: website(websiteId, `/erasure${queryString(query)}`) })
    },

    /** Deletes a part of a website's sessions; to be called until it is done. */
    eraseSessions(websiteId: string): Promise<ErasedPart> {
      return call(ErasedPartSchema, { method: 'DELETE', path: website(websiteId, '/sessions') })
    },

    syncStatus(): Promise<SyncStatus> {
      return call(SyncStatusSchema, { path: '/api/sync' })
    },
  }
}
