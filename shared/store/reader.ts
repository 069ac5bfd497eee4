import { fingerprintOf } from '../session/fingerprint.ts'
import { NO_REVIEW, openFindings, type ReviewSummary } from '../session/review.ts'
import { decodeSegment, parseEventLines } from '../session/segment-codec.ts'
import type { DecodedSegment, SegmentRef, SessionSource } from '../session/source.ts'
import type { SessionSummary } from '../session/summary.ts'
import { upgradeSession } from '../session/upgrade.ts'
import { openDatabase, sessionRange, tabRange, type Database, type SessionRow } from './schema.ts'

/** The connection to a server, as it is kept. */
export interface ServerAccess {
  url: string
  key: string
  websiteId: string
  websiteName: string
}

/** What pages of the extension may do with the store: read. */
export interface StoreReader {
  /** All sessions that are not deleted, newest first. */
  listSessions(): Promise<SessionSummary[]>
  getSession(sessionId: string): Promise<SessionSummary | null>
  /**
   * The session for a player: its segments, and behind them the batches that are not folded yet, as one more segment a
   * tab.
   *
   * @throws {SessionFormatError} when it was recorded by a newer build, or is no session
   * @throws {Error} when there is no such session
   */
  openSession(sessionId: string): Promise<SessionSource>
  /** The gzip blob of a segment, as it is kept; null when it is not there. */
  readBlob(sessionId: string, tab: number, index: number): Promise<Uint8Array<ArrayBuffer> | null>
  /** Where this extension sends sessions, and with which key; null when it is not connected. */
  serverAccess(): Promise<ServerAccess | null>
  close(): void
}

/** Opens the store for reading. @param name of the database, for tests */
export async function openStoreReader(name?: string): Promise<StoreReader> {
  const database = await openDatabase(name)
  return {
    listSessions: () => listSessions(database),
    getSession: async (sessionId) => {
      const row = await database.get('sessions', sessionId)
      return row && row.deletedAt === null ? summarize(row) : null
    },
    openSession: (sessionId) => openSession(database, sessionId),
    async readBlob(sessionId, tab, index) {
      return (await database.get('segments', [sessionId, tab, index]))?.blob ?? null
    },
    async serverAccess() {
      const row = await database.get('settings', 'server')
      return (row?.value as ServerAccess | undefined) ?? null
    },
    close: () => database.close(),
  }
}

/** A session's row as lists and the popup show it. */
export function summarize(row: SessionRow): SessionSummary {
  const state = row.state === 'stopped' ? 'stopped' : 'recording'
  const { metadata, sizeBytes, upload, pinned, tags = [] } = row
  return { metadata, state, sizeBytes, pinned, tags, upload, review: summarizeReview(row) }
}

function summarizeReview({ metadata, review = NO_REVIEW }: SessionRow): ReviewSummary {
  const { scan, acknowledged, redactedAt, staleCopy } = review
  // Which scanner it was does not matter here: a newer one looks again when it is to be shared.
  const isCurrent = scan && scan.fingerprint === fingerprintOf(metadata, parseInt(scan.fingerprint))
  const open = isCurrent ? openFindings({ findings: scan.findings, acknowledged }).length : null
  return { open, redactedAt, staleCopy }
}

async function listSessions(database: Database): Promise<SessionSummary[]> {
  const rows = await database.getAllFromIndex('sessions', 'startedAt')
  return rows
    .filter((row) => row.deletedAt === null)
    .reverse()
    .map(summarize)
}

/** Index of the virtual segment that holds a tab's batches which are not folded yet. */
const PENDING_INDEX = 1_000_000

async function openSession(database: Database, sessionId: string): Promise<SessionSource> {
  const tx = database.transaction(['sessions', 'chunks'])
  const [row, chunkCursor] = await Promise.all([
    tx.objectStore('sessions').get(sessionId),
    tx.objectStore('chunks').openCursor(sessionRange(sessionId)),
  ])
  if (!row) throw new Error('This session is no longer here. It may have been deleted.')
  const pending = new Map<number, SegmentRef>()
  for (let cursor = chunkCursor; cursor; cursor = await cursor.continue()) {
    const { tab, start, end, events } = cursor.value
    const known = pending.get(tab)
    if (!known) pending.set(tab, { tab, index: PENDING_INDEX, start, end, events })
    else {
      known.start = Math.min(known.start, start)
      known.end = Math.max(known.end, end)
      known.events += events
    }
  }
  const { metadata, upgradeEvent } = upgradeSession(row.metadata)
  const segments: SegmentRef[] = [...metadata.segments, ...pending.values()].sort((a, b) => a.start - b.start)
  return {
    metadata,
    segments,
    async readSegment(ref) {
      const isPending = ref.index === PENDING_INDEX
      const known = metadata.segments.filter((segment) => segment.tab === ref.tab).length
      const decoded = isPending
        ? await readPending(database, sessionId, ref.tab, known)
        : await readSegment(database, sessionId, ref)
      return { ...decoded, events: decoded.events.map(upgradeEvent) }
    },
  }
}

async function readSegment(
  database: Database,
  sessionId: string,
  { tab, index }: SegmentRef,
): Promise<DecodedSegment> {
  const row = await database.get('segments', [sessionId, tab, index])
  return row ? decodeSegment(row.blob) : { events: [], damage: ['this part is no longer in the store'] }
}

/** What is behind the segments that were known at the opening: meanwhile batches may have become segments. */
async function readPending(
  database: Database,
  sessionId: string,
  tab: number,
  knownSegments: number,
): Promise<DecodedSegment> {
  const tx = database.transaction(['segments', 'chunks'])
  const [segments, chunks] = await Promise.all([
    tx
      .objectStore('segments')
      .getAll(IDBKeyRange.bound([sessionId, tab, knownSegments], [sessionId, tab, []])),
    tx.objectStore('chunks').getAll(tabRange(sessionId, tab)),
  ])
  const folded = segments.map((segment) => decodeSegment(segment.blob))
  const pending = parseEventLines(chunks.map((chunk) => chunk.ndjson).join('\n'))
  return {
    events: [...folded, pending].flatMap((part) => part.events),
    damage: [...folded, pending].flatMap((part) => part.damage),
  }
}
