import Type from 'typebox'
import { ShareSummarySchema } from './schemas.ts'

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  Type.Unsafe<Values[number]>(Type.Union(values.map((value) => Type.Literal(value))))
const nullableText = Type.Union([Type.String(), Type.Null()])

export const API_SCOPES = ['ingest', 'read', 'share', 'admin'] as const
export type ApiScope = (typeof API_SCOPES)[number]
export const WEBSITE_PLANS = ['pro', 'scale', 'enterprise'] as const
export type WebsitePlan = (typeof WEBSITE_PLANS)[number]

const websiteName = Type.String({ minLength: 1, maxLength: 200 })
export const WEBSITE_ID_PATTERN = '^[a-z0-9][a-z0-9-]{0,39}$'

/** A website with its settings. */
export const WebsiteSettingsSchema = Type.Object({
  websiteId: Type.String(),
  name: Type.String(),
  plan: oneOf(WEBSITE_PLANS),
  retentionDays: Type.Integer({ description: 'How long its sessions are kept' }),
  createdAt: Type.String(),
})
export type WebsiteSettings = Type.Static<typeof WebsiteSettingsSchema>

/** GET /api/websites */
export const WebsiteListReplySchema = Type.Object({ websites: Type.Array(WebsiteSettingsSchema) })

/** POST /api/websites */
export const NewWebsiteSchema = Type.Object(
  {
    websiteId: Type.String({
      pattern: WEBSITE_ID_PATTERN,
      description: 'Lower-case letters, digits and dashes',
    }),
    name: websiteName,
    plan: oneOf(WEBSITE_PLANS),
  },
  { additionalProperties: false },
)
export type NewWebsite = Type.Static<typeof NewWebsiteSchema>

/** PUT /api/websites/:websiteId: what is given is changed; a new plan also moves when old sessions expire. */
export const WebsiteChangeSchema = Type.Object(
  { name: Type.Optional(websiteName), plan: Type.Optional(oneOf(WEBSITE_PLANS)) },
  { additionalProperties: false },
)
export type WebsiteChange = { name?: string; plan?: WebsitePlan }

export const ApiKeySummarySchema = Type.Object({
  keyId: Type.String(),
  name: Type.String(),
  scopes: Type.Array(oneOf(API_SCOPES)),
  websiteIds: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'Null: all websites' }),
  createdAt: Type.String(),
  revokedAt: nullableText,
})
export type ApiKeySummary = Type.Static<typeof ApiKeySummarySchema>

/** GET /api/keys */
export const KeyListReplySchema = Type.Object({ keys: Type.Array(ApiKeySummarySchema) })

/** POST /api/keys */
export const NewKeySchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    scopes: Type.Array(oneOf(API_SCOPES), { minItems: 1, maxItems: API_SCOPES.length, uniqueItems: true }),
    websiteIds: Type.Union([Type.Array(Type.String(), { minItems: 1, maxItems: 1000 }), Type.Null()], {
      description: 'Null: all websites, also those to come',
    }),
  },
  { additionalProperties: false },
)
export type NewKey = Type.Static<typeof NewKeySchema>
export const NewKeyReplySchema = Type.Object({
  ...ApiKeySummarySchema.properties,
  key: Type.String({ description: 'Shown only here, since only a hash of it is kept' }),
})
export type NewKeyReply = Type.Static<typeof NewKeyReplySchema>

/** Errors that are the same: name, message without what changes, and place. */
export const ErrorGroupSchema = Type.Object({
  fingerprint: Type.String(),
  name: Type.String(),
  message: Type.String({ description: 'Of the latest' }),
  source: nullableText,
  events: Type.Integer({ description: 'How often it happened' }),
  sessions: Type.Integer({ description: 'In how many sessions' }),
  firstAt: Type.String(),
  lastAt: Type.String(),
  latest: Type.Object(
    { sessionId: Type.String(), atMs: Type.Number({ description: 'ms from the start of the session' }) },
    { description: 'Where it happened last' },
  ),
})
export type ErrorGroup = Type.Static<typeof ErrorGroupSchema>

/** GET /api/websites/:websiteId/errors */
export const ErrorGroupsQuerySchema = Type.Object(
  {
    from: Type.Optional(Type.String({ description: 'ISO 8601: happened at or after' })),
    to: Type.Optional(Type.String({ description: 'ISO 8601: happened before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
)
export const ErrorGroupsReplySchema = Type.Object({ groups: Type.Array(ErrorGroupSchema) })

/** GET /api/websites/:websiteId/errors/:fingerprint: the moments, newest first. */
export const ErrorMomentSchema = Type.Object({
  sessionId: Type.String(),
  title: Type.String(),
  message: Type.String(),
  happenedAt: Type.String(),
  atMs: Type.Number({ description: 'Where to begin to play, ms from the start of the session' }),
})
export type ErrorMoment = Type.Static<typeof ErrorMomentSchema>
export const ErrorMomentsReplySchema = Type.Object({ moments: Type.Array(ErrorMomentSchema) })

/** GET /api/websites/:websiteId/audit: who did what, newest first. */
export const AuditEntrySchema = Type.Object({
  entryId: Type.String(),
  at: Type.String(),
  action: Type.String(),
  sessionId: nullableText,
  shareId: nullableText,
  keyId: nullableText,
})
export type AuditEntry = Type.Static<typeof AuditEntrySchema>
export const AuditQuerySchema = Type.Object(
  {
    before: Type.Optional(
      Type.String({ pattern: '^[0-9a-f-]{36}$', description: '`entryId` to go on from' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  { additionalProperties: false },
)
export const AuditReplySchema = Type.Object({ entries: Type.Array(AuditEntrySchema) })

const uuid = Type.String({ pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })

/** GET /api/websites/:websiteId/shares */
export const WebsiteShareSchema = Type.Object({
  ...ShareSummarySchema.properties,
  sessionId: Type.String(),
  sessionTitle: Type.String(),
})
export type WebsiteShare = Type.Static<typeof WebsiteShareSchema>
export const WebsiteSharesQuerySchema = Type.Object(
  {
    before: Type.Optional(Type.Unsafe<string>({ ...uuid, description: '`shareId` to go on from' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
)
export const WebsiteSharesReplySchema = Type.Object({ shares: Type.Array(WebsiteShareSchema) })

/** GET /api/replay/:sessionId/shares/:shareId/views */
export const ShareViewsQuerySchema = Type.Object(
  {
    before: Type.Optional(Type.Unsafe<string>({ ...uuid, description: '`viewId` to go on from' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
)
export const ShareViewsReplySchema = Type.Object({
  views: Type.Array(Type.Object({ viewId: Type.String(), at: Type.String() })),
})
export type ShareView = Type.Static<typeof ShareViewsReplySchema>['views'][number]

/** GET /api/websites/:websiteId/erasure: what an erasure would delete, of what this key may delete. */
export const ErasurePlanQuerySchema = Type.Object(
  {
    visitorId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'Without it: everything of the website' }),
    ),
  },
  { additionalProperties: false },
)
export const ErasurePlanSchema = Type.Object({
  sessions: Type.Integer({ description: 'Also those that are still being uploaded' }),
  shares: Type.Integer({ description: 'Links that end with them' }),
  sizeBytes: Type.Number(),
  atTeam: Type.Integer({ description: "How many of them the team's server may have, where they go as well" }),
})
export type ErasurePlan = Type.Static<typeof ErasurePlanSchema>

/** DELETE /api/websites/:websiteId/sessions: a part at a time, so that nothing waits for the whole. */
export const ErasedPartSchema = Type.Object({
  sessions: Type.Integer({ description: 'How many were deleted by this request' }),
  isDone: Type.Boolean({ description: 'False: ask again for the rest' }),
})
export type ErasedPart = Type.Static<typeof ErasedPartSchema>

/** POST /api/connect/codes */
export const ConnectLinkRequestSchema = Type.Object({ websiteId: Type.String() })
export const ConnectLinkSchema = Type.Object({
  code: Type.String(),
  url: Type.String({ description: 'Opens the connect page' }),
  expiresAt: Type.String(),
})
export type ConnectLink = Type.Static<typeof ConnectLinkSchema>
