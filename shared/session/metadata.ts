import Type from 'typebox'
import { FORMAT_VERSION } from './version.ts'

/** What a segment is, without its bytes: a run of consecutive events of one tab, stored and uploaded as one gzip blob. */
export const SegmentDescriptorSchema = Type.Object(
  {
    tab: Type.Integer({
      minimum: 0,
      maximum: 9999,
      description: 'Number of the tab within the session, 0 is the first',
    }),
    index: Type.Integer({
      minimum: 0,
      maximum: 999_999,
      description: 'Position among the segments of its tab',
    }),
    start: Type.Number({ minimum: 0, description: 'Timestamp of the earliest event, ms since the epoch' }),
    end: Type.Number({ minimum: 0, description: 'Timestamp of the latest event, ms since the epoch' }),
    events: Type.Integer({ minimum: 0, description: 'Number of events' }),
    bytes: Type.Integer({ minimum: 0, description: 'Size of the gzip blob in bytes' }),
    sha256: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of the gzip blob, lower-case hex',
    }),
  },
  { additionalProperties: false },
)
export type SegmentDescriptor = Type.Static<typeof SegmentDescriptorSchema>

/** A tab of the session: the recorded one is 0, the tabs that it opens count on. */
export const SessionTabSchema = Type.Object(
  {
    tab: Type.Integer({ minimum: 0, maximum: 9999 }),
    openedBy: Type.Union([Type.Integer({ minimum: 0, maximum: 9999 }), Type.Null()], {
      description: 'The tab that opened this one; null for the first',
    }),
    title: Type.String({ maxLength: 1000 }),
    url: Type.String({ maxLength: 8192, description: 'First URL of the tab, sanitized' }),
  },
  { additionalProperties: false },
)
export type SessionTab = Type.Static<typeof SessionTabSchema>

/** Why something of a session is missing. */
export const INCOMPLETE_REASONS = [
  'browser-ended',
  'tab-crashed',
  'tab-closed',
  'access-ended',
  'storage-full',
  'events-lost',
  'segment-damaged',
] as const
export type IncompleteReason = (typeof INCOMPLETE_REASONS)[number]

export const IncompletenessSchema = Type.Object(
  {
    reason: Type.Union(INCOMPLETE_REASONS.map((reason) => Type.Literal(reason))),
    at: Type.Number({ minimum: 0, description: 'When it happened, ms since the epoch' }),
    detail: Type.String({ maxLength: 1000, description: 'A sentence for the reader' }),
  },
  { additionalProperties: false },
)
export type Incompleteness = { reason: IncompleteReason; at: number; detail: string }

export const TRIGGER_MODES = ['manual', 'instant', 'all', 'errors_only', 'smart'] as const
export type TriggerMode = (typeof TRIGGER_MODES)[number]
export const MASKING_LEVELS = ['standard', 'strict'] as const
export type MaskingLevel = (typeof MASKING_LEVELS)[number]
export const DEVICE_TYPES = ['desktop', 'tablet', 'mobile'] as const
export type DeviceType = (typeof DEVICE_TYPES)[number]

const nullable = (maxLength: number) => Type.Union([Type.String({ maxLength }), Type.Null()])

/**
 * The metadata of a session: the same names in the extension's store and in the server's API.
 * UUIDv7 (RFC 9562) ids sort by the time they were made.
 */
export const SessionMetadataSchema = Type.Object(
  {
    formatVersion: Type.Integer({ minimum: 1, maximum: FORMAT_VERSION }),
    sessionId: Type.String({
      pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
      description: 'UUIDv7',
    }),
    visitorId: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Random, per installation and website',
    }),
    startedAt: Type.String({
      pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
      description: 'ISO 8601 in UTC with milliseconds',
    }),
    duration: Type.Number({ minimum: 0, description: 'Milliseconds from the start to the last event' }),
    pageViews: Type.Integer({ minimum: 0 }),
    hasErrors: Type.Boolean(),
    hasFrustration: Type.Boolean(),
    viewport: Type.Object(
      { width: Type.Integer({ minimum: 0 }), height: Type.Integer({ minimum: 0 }) },
      { additionalProperties: false, description: 'CSS pixels' },
    ),
    device: Type.Object(
      { type: Type.Union(DEVICE_TYPES.map((type) => Type.Literal(type))), model: nullable(200) },
      { additionalProperties: false },
    ),
    browser: Type.Object(
      { name: Type.String({ maxLength: 100 }), version: Type.String({ maxLength: 100 }) },
      { additionalProperties: false },
    ),
    country: Type.Union([Type.String({ pattern: '^[A-Z]{2}$' }), Type.Null()], {
      description: 'ISO 3166-1 alpha-2, set by the server; else null',
    }),
    initialUrl: Type.String({ maxLength: 8192, description: 'Sanitized URL of the first page' }),
    title: Type.String({ maxLength: 1000 }),
    os: Type.Object(
      { name: Type.String({ maxLength: 100 }), version: Type.String({ maxLength: 100 }) },
      { additionalProperties: false },
    ),
    errorCount: Type.Integer({ minimum: 0 }),
    frustrationScore: Type.Integer({ minimum: 0, maximum: 100 }),
    trigger: Type.Object(
      {
        mode: Type.Union(TRIGGER_MODES.map((mode) => Type.Literal(mode))),
        reason: Type.String({ maxLength: 500, description: 'Why it was kept, in words' }),
      },
      { additionalProperties: false },
    ),
    maskingLevel: Type.Union(MASKING_LEVELS.map((level) => Type.Literal(level))),
    tabs: Type.Array(SessionTabSchema, { maxItems: 1000 }),
    segments: Type.Array(SegmentDescriptorSchema, { maxItems: 100_000 }),
    incomplete: Type.Optional(Type.Array(IncompletenessSchema, { maxItems: 1000 })),
  },
  { additionalProperties: false, description: 'Metadata of a session' },
)

/** See {@link SessionMetadataSchema}; spelled out, so that editors show the fields and unions stay narrow. */
export interface SessionMetadata {
  formatVersion: number
  sessionId: string
  visitorId: string
  startedAt: string
  duration: number
  pageViews: number
  hasErrors: boolean
  hasFrustration: boolean
  viewport: { width: number; height: number }
  device: { type: DeviceType; model: string | null }
  browser: { name: string; version: string }
  country: string | null
  initialUrl: string
  title: string
  os: { name: string; version: string }
  errorCount: number
  frustrationScore: number
  trigger: { mode: TriggerMode; reason: string }
  maskingLevel: MaskingLevel
  tabs: SessionTab[]
  segments: SegmentDescriptor[]
  incomplete?: Incompleteness[]
}
