import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { Plan } from '../access/plans.ts'
import type { Scope } from '../access/scopes.ts'
import type { SegmentDescriptor, SessionMetadata, TriggerMode } from '../../shared/session/metadata.ts'
import type { WebsiteConfig } from '../../shared/api/website-config.ts'

/** A moment in the database's own clock and type. */
type Moment = ColumnType<Date, Date, Date>
type OptionalMoment = ColumnType<Date | null, Date | null | undefined, Date | null>

export interface WebsitesTable {
  website_id: string
  name: string
  plan: Plan
  config: JSONColumnType<WebsiteConfig>
  created_at: Moment
}

export interface ApiKeysTable {
  /** Part of the key itself, so that it is found by an index and compared by its hash. */
  key_id: string
  name: string
  /** SHA-256 of the whole key, hexadecimal. */
  key_hash: string
  scopes: Scope[]
  /** Null: all websites, also those to come. */
  website_ids: string[] | null
  created_at: Moment
  revoked_at: OptionalMoment
}

export interface ConnectCodesTable {
  code_hash: string
  website_id: string
  expires_at: Moment
  used_at: OptionalMoment
  /** Of the key that it is traded for; null for a tester's. */
  scopes: Scope[] | null
}

export interface SessionsTable {
  session_id: string
  website_id: string
  state: 'uploading' | 'complete'
  /** The key that created it, which may delete it. */
  created_by: string
  /** Where its objects are; a new one for every creation, so that erasing an old one cannot touch it. */
  object_prefix: string
  /** Of its segments' descriptors: tells a resumed upload from another session with the same id. */
  segments_digest: string
  /** Without the segments. */
  metadata: JSONColumnType<Omit<SessionMetadata, 'segments'>>
  visitor_id: string
  started_at: Moment
  /** ms */
  duration: number
  has_errors: boolean
  has_frustration: boolean
  device_type: string
  browser_name: string
  country: string | null
  /** Out of the metadata, by the database itself. */
  trigger_mode: GeneratedAlways<TriggerMode>
  title: string
  initial_url: string
  error_count: number
  frustration_score: number
  size_bytes: number
  created_at: Moment
  /** When its upload was last begun or resumed. */
  touched_at: Moment
  completed_at: OptionalMoment
  expires_at: OptionalMoment
}

export interface SegmentsTable {
  session_id: string
  tab: number
  segment_index: number
  descriptor: JSONColumnType<SegmentDescriptor>
  /** What was found in it; null until it is verified. */
  inflated_bytes: number | null
  first_at: number | null
  last_at: number | null
}

export interface SessionErrorsTable {
  session_id: string
  tab: number
  segment_index: number
  /** Among the errors of its segment. */
  ordinal: number
  website_id: string
  fingerprint: string
  name: string
  message: string
  source: string | null
  happened_at: Moment
}

export interface SharesTable {
  share_id: string
  session_id: string
  website_id: string
  token_hash: string
  password_hash: string | null
  start_at_ms: number | null
  created_by: string
  created_at: Moment
  expires_at: OptionalMoment
  revoked_at: OptionalMoment
}

export interface AuditLogTable {
  /** UUIDv7. */
  entry_id: string
  at: Moment
  website_id: string | null
  session_id: string | null
  share_id: string | null
  /** The key that did it; null for a share's reader and for the server itself. */
  key_id: string | null
  action: string
}

/** Objects to be erased: at once, and again when no address that could still write to them is open. */
export interface ErasuresTable {
  object_prefix: string
  requested_at: Moment
  final_after: Moment
}

/** Sessions that are to be at the team's server, or are there. */
export interface TeamOutboxTable {
  session_id: string
  state: 'queued' | 'synced' | 'failed'
  queued_at: Moment
  /** Not to be tried before. */
  not_before: Moment
  /** Attempts in a row that ended without success. */
  failures: Generated<number>
  /** The server that the last attempt was at; null before the first. */
  team_url: string | null
  /** The attempt that is going on, and until when it counts as such without a sign of life. */
  claim_id: string | null
  claimed_until: OptionalMoment
  sent_bytes: Generated<number>
  /** A sentence for people, of the last attempt. */
  problem: string | null
  synced_at: OptionalMoment
}

/** Sessions that were erased here and may be at the team's server still. */
export interface TeamErasuresTable {
  session_id: string
  team_url: string
  state: 'queued' | 'failed'
  requested_at: Moment
  not_before: Moment
  failures: Generated<number>
  problem: string | null
}

export interface RateLimitsTable {
  bucket: string
  window_started_at: Moment
  hits: number
}

/** What every process of one installation has to agree on. */
export interface SecretsTable {
  name: string
  value: string
}

export interface Tables {
  websites: WebsitesTable
  api_keys: ApiKeysTable
  connect_codes: ConnectCodesTable
  sessions: SessionsTable
  segments: SegmentsTable
  session_errors: SessionErrorsTable
  shares: SharesTable
  audit_log: AuditLogTable
  erasures: ErasuresTable
  team_outbox: TeamOutboxTable
  team_erasures: TeamErasuresTable
  rate_limits: RateLimitsTable
  secrets: SecretsTable
}
