import type { SessionMetadata } from '../session/metadata.ts'
import { sessionRange, type Database, type SessionRow } from './schema.ts'
import { deleteSession, hexDigest, updateSession } from './writer.ts'

/**
 * Puts a session of a file into the store. For the background alone, as is everything that writes. Until it is complete
 * its row is hidden like one that was deleted, and is deleted when nobody completes it in time.
 */

/** A file that the store does not take; `message` is a sentence for the reader. */
export class ImportError extends Error {
  override name = 'ImportError'
}

/** How long taking in a session may take, ms. */
const IMPORT_TIME_MS = 3_600_000

/** @returns false when the session is here already */
export async function beginImportedSession(database: Database, metadata: SessionMetadata): Promise<boolean> {
  const { sessionId, startedAt, segments } = metadata
  const known = await database.get('sessions', sessionId)
  if (known?.deletedAt === null) return false
  if (known) await deleteSession(database, sessionId)
  const row: SessionRow = {
    sessionId,
    startedAt,
    metadata,
    state: 'stopped',
    endedAt: Date.parse(startedAt) + metadata.duration,
    browserRun: '',
    recordedTabs: [],
    access: 'site',
    ...(URL.canParse(metadata.initialUrl) ? { origin: new URL(metadata.initialUrl).origin } : {}),
    titled: true,
    nextOrdinal: 0,
    pendingChars: {},
    sizeBytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    // So that it is not deleted to make room while it comes in.
    pinned: true,
    tags: [],
    importedAt: Date.now(),
    upload: { phase: 'local' },
    deletedAt: Date.now() + IMPORT_TIME_MS,
  }
  await database.put('sessions', row)
  return true
}

/** @throws {ImportError} when it is not the segment that the metadata tells of */
export async function addImportedSegment(
  database: Database,
  segment: { sessionId: string; tab: number; index: number; blob: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const { sessionId, tab, index, blob } = segment
  const sha256 = await hexDigest(blob)
  const tx = database.transaction(['sessions', 'segments'], 'readwrite')
  const row = await tx.objectStore('sessions').get(sessionId)
  const described = row?.metadata.segments.find((known) => known.tab === tab && known.index === index)
  const isComing = row?.importedAt !== undefined && row.deletedAt !== null
  const fits = isComing && described?.sha256 === sha256 && described.bytes === blob.length
  if (fits) void tx.objectStore('segments').put({ sessionId, ...described, blob })
  await tx.done
  if (!fits) throw new ImportError('A part of the session is not what its metadata says.')
}

/** Lists the session. @throws {ImportError} when a part of it has not come in */
export async function completeImportedSession(database: Database, sessionId: string): Promise<SessionRow> {
  const count = await database.count('segments', sessionRange(sessionId))
  const row = await updateSession(database, sessionId, (current) =>
    current.importedAt !== undefined && count === current.metadata.segments.length
      ? { ...current, deletedAt: null, pinned: false }
      : undefined,
  )
  if (row?.deletedAt !== null) throw new ImportError('A part of the session is missing.')
  return row
}
