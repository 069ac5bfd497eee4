import { upgradeSession } from '../../shared/session/upgrade.ts'
import type { SessionMetadata } from '../../shared/session/metadata.ts'
import { ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { objectKey } from '../storage/object-store.ts'
import { segmentsOf, type SegmentRow } from '../tables/segments.ts'
import type { SessionRow } from '../tables/sessions.ts'
import { mergeEvents, peakBytes, type TimedSegment } from './merge-events.ts'

/** Inflated segments that one answer may hold at once: some thirty tabs that record at the same time. */
const MAX_HELD_BYTES = 512 * 1024 * 1024

/** Text is sent in pieces of about this many characters: an event at a time would cost more than the events do. */
const PIECE_CHARACTERS = 64 * 1024

export type ReplayFormat = 'json' | 'ndjson'

/** The metadata of a session, as they were received, with its segments. */
export function metadataOf(session: SessionRow, segments: readonly SegmentRow[]): SessionMetadata {
  return { ...session.metadata, segments: segments.map(({ descriptor }) => descriptor) }
}

/**
 * A session as one text. `json`: `{"metadata": ..., "events": [...]}`, whose events any rrweb player plays. `ndjson`: a
 * line `{"metadata": ...}`, then an event a line.
 *
 * @throws {ProblemError} when it cannot be put into one text; use the manifest and the segments then
 */
export async function replayDocument(
  { db, store }: Services,
  session: SessionRow,
  format: ReplayFormat,
): Promise<AsyncGenerator<string>> {
  const rows = await segmentsOf(db, session.session_id)
  const stored = metadataOf(session, rows)
  const { metadata, upgradeEvent } = upgradeSession(stored)
  const segments = rows.flatMap((row) => timedSegment(row, () => store.get(keyOf(session, row))))
  if (peakBytes(segments) > MAX_HELD_BYTES) {
    throw new ProblemError(
      422,
      'session-too-large',
      'Too much of this session happened at the same time for one answer. Read its manifest and its segments.',
    )
  }
  const isCurrent = stored.formatVersion === metadata.formatVersion
  const events = mergeEvents(segments, isCurrent ? null : upgradeEvent)
  return inPieces(format === 'json' ? asJson(metadata, events) : asLines(metadata, events))
}

function keyOf({ object_prefix }: SessionRow, { tab, segment_index }: SegmentRow): string {
  return objectKey(object_prefix, tab, segment_index)
}

/** None when it holds no event. */
function timedSegment(
  { first_at, last_at, inflated_bytes }: SegmentRow,
  open: TimedSegment['open'],
): TimedSegment[] {
  if (first_at === null || last_at === null) return []
  return [{ firstAt: first_at, lastAt: last_at, inflatedBytes: inflated_bytes ?? 0, open }]
}

async function* asJson(metadata: SessionMetadata, events: AsyncIterable<string>): AsyncGenerator<string> {
  yield `{"metadata":${JSON.stringify(metadata)},"events":[`
  let separator = '\n'
  for await (const event of events) {
    yield separator + event
    separator = ',\n'
  }
  yield '\n]}\n'
}

async function* asLines(metadata: SessionMetadata, events: AsyncIterable<string>): AsyncGenerator<string> {
  yield `${JSON.stringify({ metadata })}\n`
  for await (const event of events) yield `${event}\n`
}

async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = ''
  for await (const text of texts) {
    piece += text
    if (piece.length < PIECE_CHARACTERS) continue
    yield piece
    piece = ''
  }
  yield piece
}
