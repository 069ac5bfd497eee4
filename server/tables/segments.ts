import type { Selectable } from 'kysely'
import type { SegmentDescriptor } from '../../shared/session/metadata.ts'
import type { Db } from '../database/open-database.ts'
import type { SegmentsTable } from '../database/schema.ts'

export type SegmentRow = Selectable<SegmentsTable>

/** Rows in one statement: Postgres takes 65,535 parameters. */
const BATCH_ROWS = 5000

export async function insertSegments(
  db: Db,
  sessionId: string,
  segments: readonly SegmentDescriptor[],
): Promise<void> {
  for (let at = 0; at < segments.length; at += BATCH_ROWS) {
    const rows = segments.slice(at, at + BATCH_ROWS).map((descriptor) => ({
      session_id: sessionId,
      tab: descriptor.tab,
      segment_index: descriptor.index,
      descriptor: JSON.stringify(descriptor),
    }))
    await db.insertInto('segments').values(rows).execute()
  }
}

/** In the order of their tabs and indices. */
export async function segmentsOf(db: Db, sessionId: string): Promise<SegmentRow[]> {
  return db
    .selectFrom('segments')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('tab')
    .orderBy('segment_index')
    .execute()
}

export interface SegmentPlace {
  sessionId: string
  tab: number
  index: number
}

/** A segment with where its session's objects are. */
export async function findSegment(db: Db, { sessionId, tab, index }: SegmentPlace) {
  return db
    .selectFrom('segments')
    .innerJoin('sessions', 'sessions.session_id', 'segments.session_id')
    .select(['segments.descriptor', 'sessions.object_prefix', 'sessions.state'])
    .where('segments.session_id', '=', sessionId)
    .where('segments.tab', '=', tab)
    .where('segments.segment_index', '=', index)
    .executeTakeFirst()
}

export interface VerifiedSegment extends SegmentPlace {
  websiteId: string
  inflatedBytes: number
  /** ms since the epoch; null when it holds no event. */
  firstAt: number | null
  lastAt: number | null
  errors: FoundError[]
}

/** An error of the page, as it is listed and grouped. */
export interface FoundError {
  fingerprint: string
  name: string
  message: string
  source: string | null
  /** ms since the epoch. */
  happenedAt: number
}

/** Keeps what was found in a segment, so that a `complete` that is asked again need not read it again. */
export async function markVerified(db: Db, segment: VerifiedSegment): Promise<void> {
  const place = { session_id: segment.sessionId, tab: segment.tab, segment_index: segment.index }
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('segments')
      .set({ inflated_bytes: segment.inflatedBytes, first_at: segment.firstAt, last_at: segment.lastAt })
      .where('session_id', '=', place.session_id)
      .where('tab', '=', place.tab)
      .where('segment_index', '=', place.segment_index)
      .execute()
    if (segment.errors.length === 0) return
    const rows = segment.errors.map((error, ordinal) => ({
      ...place,
      ordinal,
      website_id: segment.websiteId,
      fingerprint: error.fingerprint,
      name: error.name,
      message: error.message,
      source: error.source,
      happened_at: new Date(error.happenedAt),
    }))
    await trx
      .insertInto('session_errors')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}
