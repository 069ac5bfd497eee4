import { decodeSegment, parseEventLines } from '../session/segment-codec.ts'
import type { DecodedSegment, SegmentRef, SessionSource } from '../session/source.ts'
import type { SessionSummary } from '../session/summary.ts'
import { upgradeSession } from '../session/upgrade.ts'
import { openDatabase, sessionRange, tabRange, type Database, type SessionRow } from './schema.ts'

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
    close: () => database.close(),
  }
}

/** A session's row as lists and the popup show it. */
export function summarize(row: SessionRow): SessionSummary {
  return { metadata: row.metadata, state: row.state, sizeBytes: row.sizeBytes, upload: row.upload }
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
      const decoded =
        ref.index === PENDING_INDEX
          ? await readPending(database, sessionId, ref.tab)
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

async function readPending(database: Database, sessionId: string, tab: number): Promise<DecodedSegment> {
  const chunks = await database.getAll('chunks', tabRange(sessionId, tab))
  return parseEventLines(chunks.map((chunk) => chunk.ndjson).join('\n'))
}
