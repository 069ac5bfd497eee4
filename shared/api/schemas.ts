import Type from 'typebox'
import {
  DEVICE_TYPES,
  SegmentDescriptorSchema,
  SessionMetadataSchema,
  TRIGGER_MODES,
  type DeviceType,
  type SegmentDescriptor,
  type SessionMetadata,
  type TriggerMode,
} from '../session/metadata.ts'

/** RFC 9457. Every error of the API has this shape; `code` is stable, `detail` is for people. */
export const ProblemSchema = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String({ description: 'Stable, for programs: unauthorized, not-found, rate-limited...' }),
  detail: Type.String(),
})
export type ApiProblem = Type.Static<typeof ProblemSchema>

export const WebsiteSchema = Type.Object({ websiteId: Type.String(), name: Type.String() })
export type Website = Type.Static<typeof WebsiteSchema>

/** POST /api/connect: a one-time code of the connect page, for a key of its own. */
export const ConnectRequestSchema = Type.Object({
  code: Type.String({ minLength: 8, maxLength: 100 }),
  clientName: Type.String({ maxLength: 100 }),
})
export const ConnectReplySchema = Type.Object({
  key: Type.String(),
  keyName: Type.String(),
  websites: Type.Array(WebsiteSchema),
})
export type ConnectReply = Type.Static<typeof ConnectReplySchema>

/** GET /api/me: what the key that was sent may do. */
export const MeReplySchema = Type.Object({
  keyName: Type.String(),
  scopes: Type.Array(Type.String()),
  websites: Type.Array(WebsiteSchema),
})
export type MeReply = Type.Static<typeof MeReplySchema>

/** POST /api/websites/:websiteId/sessions: the metadata, with its segments. */
export const CreateSessionRequestSchema = Type.Unsafe<SessionMetadata>(SessionMetadataSchema)
export const CreateSessionReplySchema = Type.Object({
  sessionId: Type.String(),
  state: Type.Union([Type.Literal('uploading'), Type.Literal('complete')]),
  missing: Type.Array(
    Type.Object({
      tab: Type.Integer(),
      index: Type.Integer(),
      url: Type.String({ description: 'Where to PUT the segment: absolute, or relative to the server' }),
      headers: Type.Record(Type.String(), Type.String(), {
        description: 'To be sent with the PUT, as they are',
      }),
    }),
  ),
})
export type CreateSessionReply = Type.Static<typeof CreateSessionReplySchema>
export type MissingSegment = CreateSessionReply['missing'][number]

/** POST /api/replay/:sessionId/complete */
export const CompleteReplySchema = Type.Object({ sessionId: Type.String(), state: Type.Literal('complete') })

export const SESSION_SORTS = ['recent', 'longest', 'errors', 'frustration'] as const
export type SessionSort = (typeof SESSION_SORTS)[number]

/** GET /api/websites/:websiteId/sessions: what to list, and from where on. */
export const SessionListQuerySchema = Type.Unsafe<SessionListQuery>(
  Type.Object(
    {
      from: Type.Optional(Type.String({ description: 'ISO 8601: started at or after' })),
      to: Type.Optional(Type.String({ description: 'ISO 8601: started before' })),
      device: Type.Optional(Type.Union(DEVICE_TYPES.map((type) => Type.Literal(type)))),
      country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' })),
      browser: Type.Optional(Type.String({ maxLength: 100, description: 'Name of the browser' })),
      hasErrors: Type.Optional(Type.Boolean()),
      hasFrustration: Type.Optional(Type.Boolean()),
      minDuration: Type.Optional(Type.Number({ minimum: 0, description: 'Milliseconds' })),
      maxDuration: Type.Optional(Type.Number({ minimum: 0, description: 'Milliseconds' })),
      trigger: Type.Optional(
        Type.Union(
          TRIGGER_MODES.map((mode) => Type.Literal(mode)),
          { description: 'Why it was kept' },
        ),
      ),
      visitorId: Type.Optional(Type.String({ maxLength: 64 })),
      q: Type.Optional(Type.String({ maxLength: 200, description: 'In the title or the first URL' })),
      sort: Type.Optional(Type.Union(SESSION_SORTS.map((sort) => Type.Literal(sort)))),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
      cursor: Type.Optional(Type.String({ maxLength: 500, description: '`nextCursor` of the page before' })),
    },
    { additionalProperties: false },
  ),
)
export interface SessionListQuery {
  from?: string
  to?: string
  device?: DeviceType
  country?: string
  browser?: string
  hasErrors?: boolean
  hasFrustration?: boolean
  minDuration?: number
  maxDuration?: number
  trigger?: TriggerMode
  visitorId?: string
  q?: string
  sort?: SessionSort
  limit?: number
  cursor?: string
}

/** GET /api/websites/:websiteId/sessions/values: what its sessions can be narrowed to. */
export const SessionValuesSchema = Type.Object({
  browsers: Type.Array(Type.String(), { description: 'Names, of which some session has each' }),
  countries: Type.Array(Type.String(), { description: 'ISO 3166-1 alpha-2' }),
})
export type SessionValues = Type.Static<typeof SessionValuesSchema>

const syncingFields = {
  sentBytes: Type.Number({ description: 'What the team has of it' }),
  totalBytes: Type.Number(),
  queuedAt: Type.String(),
}
/** How far a session has come on its way to the team's server. */
export const SyncStateSchema = Type.Union([
  Type.Object({ state: Type.Literal('none') }, { description: 'It stays here' }),
  Type.Object({
    state: Type.Literal('queued'),
    ...syncingFields,
    nextAttemptAt: Type.String(),
    problem: Type.Union([Type.String(), Type.Null()], { description: 'Why it is not there yet: a sentence' }),
  }),
  Type.Object({ state: Type.Literal('syncing'), ...syncingFields }),
  Type.Object({
    state: Type.Literal('synced'),
    syncedAt: Type.String(),
    teamUrl: Type.String({ description: "The team's server" }),
    sessionUrl: Type.String({ description: "The session in the team's API" }),
  }),
  Type.Object({
    state: Type.Literal('failed'),
    problem: Type.String({ description: 'A sentence: what happened. It is not tried again unless asked' }),
  }),
])
export type SyncState = Type.Static<typeof SyncStateSchema>

/** GET /api/sync: how this server and the team's get on. */
export const SyncStatusSchema = Type.Object({
  teamUrl: Type.Union([Type.String(), Type.Null()], { description: 'Null: sessions stay here' }),
  mode: Type.Union([Type.Literal('all'), Type.Literal('chosen'), Type.Null()]),
  problem: Type.Union([Type.String(), Type.Null()], { description: 'Why nothing is sent now: a sentence' }),
  sessions: Type.Object({ queued: Type.Integer(), synced: Type.Integer(), failed: Type.Integer() }),
  erasures: Type.Object({ queued: Type.Integer(), failed: Type.Integer() }),
})
export type SyncStatus = Type.Static<typeof SyncStatusSchema>

/** Metadata as lists give it: without the segments. */
export const ListedSessionSchema = Type.Unsafe<ListedSession>(
  Type.Object(
    { ...Type.Omit(SessionMetadataSchema, ['segments']).properties, sync: Type.Optional(SyncStateSchema) },
    { additionalProperties: false },
  ),
)
/** `sync` is given by servers that send sessions to a team's server. */
export type ListedSession = Omit<SessionMetadata, 'segments'> & { sync?: SyncState }
export const SessionListReplySchema = Type.Object({
  sessions: Type.Array(ListedSessionSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  total: Type.Object({
    count: Type.Integer(),
    capped: Type.Boolean({ description: 'There are more than `count`' }),
  }),
})
export interface SessionListReply {
  sessions: ListedSession[]
  nextCursor: string | null
  total: { count: number; capped: boolean }
}

/** GET /api/replay/:sessionId/manifest and GET /s/:token/manifest: what a player needs to begin. */
export const ManifestReplySchema = Type.Object({
  metadata: Type.Unsafe<SessionMetadata>(SessionMetadataSchema),
  segments: Type.Array(
    Type.Object({
      ...SegmentDescriptorSchema.properties,
      url: Type.String({ description: 'Where to GET the gzip blob, relative to the server' }),
    }),
  ),
  startAtMs: Type.Union([Type.Number(), Type.Null()], {
    description: 'Where to begin, ms from the start of the session',
  }),
})

export interface Manifest {
  metadata: SessionMetadata
  segments: (SegmentDescriptor & { url: string })[]
  startAtMs: number | null
}

/** POST /api/replay/:sessionId/shares */
export const ShareRequestSchema = Type.Object({
  expiresIn: Type.Optional(
    Type.Integer({ minimum: 60, description: 'Seconds; without it the share lasts as long as the session' }),
  ),
  t: Type.Optional(Type.Integer({ minimum: 0, description: 'Where it begins to play, ms from the start' })),
  password: Type.Optional(Type.String({ minLength: 8, maxLength: 200 })),
})
export const ShareReplySchema = Type.Object({
  shareId: Type.String(),
  url: Type.String({ description: 'Absolute; shown only here, since only a hash of its token is kept' }),
  createdAt: Type.String(),
  expiresAt: Type.Union([Type.String(), Type.Null()]),
})
export type ShareRequest = Type.Static<typeof ShareRequestSchema>
export type ShareReply = Type.Static<typeof ShareReplySchema>

/** GET /api/replay/:sessionId/shares */
export const ShareSummarySchema = Type.Object({
  shareId: Type.String(),
  createdAt: Type.String(),
  expiresAt: Type.Union([Type.String(), Type.Null()]),
  revokedAt: Type.Union([Type.String(), Type.Null()]),
  startAtMs: Type.Union([Type.Number(), Type.Null()]),
  hasPassword: Type.Boolean(),
  views: Type.Integer({ description: 'How often the shared page was opened' }),
  lastViewedAt: Type.Union([Type.String(), Type.Null()]),
})
export type ShareSummary = Type.Static<typeof ShareSummarySchema>
export const ShareListReplySchema = Type.Object({ shares: Type.Array(ShareSummarySchema) })

/** POST /s/:token/unlock: the answer sets a cookie with which the share's other addresses open. */
export const ShareUnlockRequestSchema = Type.Object({ password: Type.String({ maxLength: 200 }) })

/** DELETE of a visitor */
export const DeletedReplySchema = Type.Object({
  sessions: Type.Integer({ description: 'How many were deleted' }),
})
