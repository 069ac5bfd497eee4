import { foldMetadata } from '../session/fold-metadata.ts'
import type { SegmentDescriptor } from '../session/metadata.ts'
import { encodeSegment, parseEventLine } from '../session/segment-codec.ts'
import type { SessionEvent } from '../session/events.ts'
import { sessionRange, tabRange, type Database, type SegmentRow, type SessionRow } from './schema.ts'

/**
 * Writes to the store. The background is the only one that may: everything here relies on there being no other writer.
 * Transactions are `relaxed`: they survive the death of the browser, which is what dies, and cost the disk less.
 */

/** A batch as the store takes it. */
export interface Batch {
  sessionId: string
  documentId: string
  tab: number
  seq: number
  ndjson: string
}

export type AppendResult =
  { outcome: 'stored'; pendingChars: number } | { outcome: 'duplicate' } | { outcome: 'not-recording' }

/**
 * Stores a batch and brings the session's metadata up to date, in one transaction. A batch that was stored before is
 * left alone. Lines that are no events are dropped and counted as lost.
 *
 * @throws {DOMException} `QuotaExceededError` when there is no room; nothing is stored then
 */
export async function appendBatch(database: Database, batch: Batch): Promise<AppendResult> {
  const { lines, events } = parseLines(batch.ndjson)
  const tx = database.transaction(['sessions', 'documents', 'chunks'], 'readwrite', RELAXED)
  const sessions = tx.objectStore('sessions')
  const documents = tx.objectStore('documents')
  const [row, document] = await Promise.all([
    sessions.get(batch.sessionId),
    documents.get([batch.sessionId, batch.documentId]),
  ])
  if (document && document.lastSeq >= batch.seq) return { outcome: 'duplicate' }
  const span = timeSpan(events)
  if (!row || !takes(row, span.end)) return { outcome: 'not-recording' }

  const { sessionId, documentId, tab, seq } = batch
  const ndjson = lines.join('\n')
  const pendingChars = (row.pendingChars[tab] ?? 0) + ndjson.length
  const unreadable = batch.ndjson.split('\n').length - lines.length
  void documents.put({ sessionId, documentId, tab, lastSeq: seq })
  if (events.length > 0)
    void tx
      .objectStore('chunks')
      .add({ sessionId, tab, ordinal: row.nextOrdinal, ndjson, ...span, events: events.length })
  void sessions.put({
    ...row,
    metadata: noteLost(foldMetadata(row.metadata, tab, events), unreadable),
    nextOrdinal: row.nextOrdinal + 1,
    pendingChars: { ...row.pendingChars, [tab]: pendingChars },
    sizeBytes: row.sizeBytes + ndjson.length,
  })
  await tx.done
  return { outcome: 'stored', pendingChars }
}

/**
 * Folds all chunks of a tab into one segment, in the transaction that deletes them. The caller sees to it that a
 * session is folded by one call at a time.
 *
 * @returns the new segment, or null when there was nothing to fold
 */
export async function foldChunks(
  database: Database,
  sessionId: string,
  tab: number,
): Promise<SegmentDescriptor | null> {
  const chunks = await database.getAll('chunks', tabRange(sessionId, tab))
  const last = chunks.at(-1)
  if (!last) return null
  const ndjson = chunks.map((chunk) => chunk.ndjson).join('\n')
  const blob = encodeSegment(ndjson)
  // Hashing is asynchronous, and a transaction does not wait: chunks that come in meanwhile have higher ordinals.
  const sha256 = await hexDigest(blob)

  const tx = database.transaction(['sessions', 'chunks', 'segments'], 'readwrite', RELAXED)
  const row = await tx.objectStore('sessions').get(sessionId)
  if (!row) return null
  const segment: SegmentDescriptor = {
    tab,
    index: row.metadata.segments.filter((known) => known.tab === tab).length,
    start: Math.min(...chunks.map((chunk) => chunk.start)),
    end: Math.max(...chunks.map((chunk) => chunk.end)),
    events: chunks.reduce((sum, chunk) => sum + chunk.events, 0),
    bytes: blob.length,
    sha256,
  }
  const foldedChars = chunks.reduce((sum, chunk) => sum + chunk.ndjson.length, 0)
  void tx.objectStore('segments').add({ sessionId, ...segment, blob })
  void tx.objectStore('chunks').delete(IDBKeyRange.bound([sessionId, tab], [sessionId, tab, last.ordinal]))
  void tx.objectStore('sessions').put({
    ...row,
    metadata: { ...row.metadata, segments: [...row.metadata.segments, segment] },
    pendingChars: { ...row.pendingChars, [tab]: Math.max(0, (row.pendingChars[tab] ?? 0) - foldedChars) },
    sizeBytes: Math.max(0, row.sizeBytes - foldedChars + blob.length),
  })
  await tx.done
  return segment
}

/**
 * Changes a session's row in one transaction.
 *
 * @param change gets the row as it is; undefined leaves it alone
 * @returns the row as it is then, or undefined when there is none
 */
export async function updateSession(
  database: Database,
  sessionId: string,
  change: (row: SessionRow) => SessionRow | undefined,
): Promise<SessionRow | undefined> {
  const tx = database.transaction('sessions', 'readwrite', RELAXED)
  const row = await tx.store.get(sessionId)
  const next = row && change(row)
  if (next) void tx.store.put(next)
  await tx.done
  return next ?? row
}

/** All segments of a session, anew, and what its row becomes with them. */
export interface Replacement {
  /** Digests of the segments that they were made from, in the order of the metadata. */
  madeFrom: readonly string[]
  segments: readonly SegmentRow[]
  /** Throws to refuse. */
  change: (row: SessionRow) => SessionRow
}

/**
 * Puts other segments in the place of all that a session has, in one transaction: afterwards the store has the new
 * session or, if anything went wrong, the old one.
 *
 * @returns the row as it is then; null when the session is not the one any more that the segments were made from
 * @throws what `change` throws, and `QuotaExceededError`; nothing is changed then
 */
export async function replaceSegments(
  database: Database,
  sessionId: string,
  { madeFrom, segments, change }: Replacement,
): Promise<SessionRow | null> {
  // Strict: who took something out relies on it being out.
  const tx = database.transaction(['sessions', 'chunks', 'segments'], 'readwrite', { durability: 'strict' })
  try {
    const [row, pending] = await Promise.all([
      tx.objectStore('sessions').get(sessionId),
      tx.objectStore('chunks').count(sessionRange(sessionId)),
    ])
    const isSame =
      row !== undefined &&
      pending === 0 &&
      row.metadata.segments.length === madeFrom.length &&
      row.metadata.segments.every(({ sha256 }, i) => sha256 === madeFrom[i])
    if (!isSame) {
      await tx.done
      return null
    }
    const next = change(row)
    await Promise.all([
      tx.objectStore('segments').delete(sessionRange(sessionId)),
      ...segments.map((segment) => tx.objectStore('segments').add(segment)),
      tx.objectStore('sessions').put(next),
      tx.done,
    ])
    return next
  } catch (error) {
    abort(tx)
    throw error
  }
}

/** It may have ended by itself. */
function abort(tx: { abort(): void; done: Promise<unknown> }): void {
  tx.done.catch(() => undefined)
  try {
    tx.abort()
  } catch {
    // It has ended.
  }
}

/** Describes events as one segment of a tab, and packs them. */
export async function makeSegment(
  place: { sessionId: string; tab: number; index: number },
  events: readonly SessionEvent[],
): Promise<SegmentRow> {
  const blob = encodeSegment(events.map((event) => JSON.stringify(event)).join('\n'))
  const sha256 = await hexDigest(blob)
  return { ...place, ...timeSpan(events), events: events.length, bytes: blob.length, sha256, blob }
}

/** Deletes a session and all that belongs to it. */
export async function deleteSession(database: Database, sessionId: string): Promise<void> {
  const tx = database.transaction(['sessions', 'documents', 'chunks', 'segments'], 'readwrite', RELAXED)
  void tx.objectStore('sessions').delete(sessionId)
  void tx.objectStore('documents').delete(sessionRange(sessionId))
  void tx.objectStore('chunks').delete(sessionRange(sessionId))
  void tx.objectStore('segments').delete(sessionRange(sessionId))
  await tx.done
}

/**
 * Deletes the oldest sessions until the store takes no more than `capBytes`. Never one that is being recorded, is
 * pinned, or waits for its upload, and not `spared`.
 *
 * @returns the ids of the deleted ones
 */
export async function evictSessions(
  database: Database,
  capBytes: number,
  spared: string | null = null,
): Promise<string[]> {
  const rows = await database.getAllFromIndex('sessions', 'startedAt')
  let excess = rows.reduce((sum, row) => sum + row.sizeBytes, 0) - capBytes
  const evicted: string[] = []
  for (const row of rows) {
    if (excess <= 0) break
    if (!isEvictable(row) || row.sessionId === spared) continue
    await deleteSession(database, row.sessionId)
    excess -= row.sizeBytes
    evicted.push(row.sessionId)
  }
  return evicted
}

const RELAXED = { durability: 'relaxed' } as const

/** A session takes what happened before its end, also when it comes in a little later. */
function takes(row: SessionRow, eventsEnd: number): boolean {
  // What comes in after a redaction would bring back what was taken out.
  if (row.deletedAt !== null || (row.review?.redactedAt ?? null) !== null) return false
  return row.endedAt === null || (eventsEnd <= row.endedAt && row.upload.phase === 'local')
}

function isEvictable(row: SessionRow): boolean {
  if (row.state !== 'stopped' || row.pinned) return false
  switch (row.upload.phase) {
    case 'queued':
    case 'uploading':
      return false
    case 'local':
    case 'uploaded':
    case 'failed':
      return true
  }
}

function parseLines(ndjson: string): { lines: string[]; events: SessionEvent[] } {
  const lines: string[] = []
  const events: SessionEvent[] = []
  for (const line of ndjson.split('\n')) {
    const event = parseEventLine(line)
    if (!event) continue
    lines.push(line)
    events.push(event)
  }
  return { lines, events }
}

function timeSpan(events: readonly SessionEvent[]): { start: number; end: number } {
  let start = Infinity
  let end = 0
  for (const { timestamp } of events) {
    start = Math.min(start, timestamp)
    end = Math.max(end, timestamp)
  }
  return { start, end }
}

function noteLost(metadata: SessionRow['metadata'], count: number): SessionRow['metadata'] {
  if (count === 0 || metadata.incomplete?.some(({ reason }) => reason === 'events-lost')) return metadata
  const lost = {
    reason: 'events-lost' as const,
    at: Date.now(),
    detail: 'Some events of the page could not be read.',
  }
  return { ...metadata, incomplete: [...(metadata.incomplete ?? []), lost] }
}

/** SHA-256 in lower-case hex. */
export async function hexDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
