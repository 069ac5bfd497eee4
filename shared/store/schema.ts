import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb'
import type { SegmentDescriptor, SessionMetadata } from '../session/metadata.ts'
import type { StoredReview } from '../session/review.ts'
import type { UploadState } from '../session/summary.ts'

/** The extension's database. Raise the version with a step in `MIGRATIONS`. */
export const DATABASE_NAME = 'qa-replay'
export const DATABASE_VERSION = 1

export interface SessionRow {
  sessionId: string
  /** ISO 8601; indexed, newest first in lists. */
  startedAt: string
  metadata: SessionMetadata
  /** `stopping`: asked to stop, and not all of it is folded yet; a worker that finds it finishes the stop. */
  state: 'recording' | 'stopping' | 'stopped'
  /** When it was asked to stop (ms since the epoch): later events are not part of it. */
  endedAt: number | null
  /** The run of the browser that records it: when another run finds it still recording, that run died. */
  browserRun: string
  /** Which tab of the browser records which tab of the session; only of use while recording. */
  recordedTabs: { tab: number; browserTabId: number }[]
  /** `page`: only the document that was open is recorded. */
  access: 'site' | 'page'
  /** On which the recording began; rows of older builds do not say. */
  origin?: string
  /** The tester gave it a title: the page's no longer counts. */
  titled: boolean
  /** Numbers chunks, in the order in which they came in. */
  nextOrdinal: number
  /** Length of a tab's chunks, which are not folded yet, in characters. */
  pendingChars: Record<number, number>
  /** Of all that is stored of it, in bytes: gzip blobs, and batches that are not folded yet. */
  sizeBytes: number
  pinned: boolean
  /** Rows of older builds have none. */
  tags?: string[]
  /** When it was read from a file (ms since the epoch); absent for what was recorded here. */
  importedAt?: number
  upload: UploadState
  /** Rows of older builds have none. */
  review?: StoredReview
  /** When it was deleted (ms since the epoch), while that can still be undone. */
  deletedAt: number | null
}

/** How far a document's batches have come in: what makes re-sent ones harmless. */
export interface DocumentRow {
  sessionId: string
  documentId: string
  tab: number
  /** Sequence number of the last batch that was stored. */
  lastSeq: number
}

/** A batch as it came in, until it is folded into a segment. */
export interface ChunkRow {
  sessionId: string
  tab: number
  ordinal: number
  /** JSON text, one event a line. */
  ndjson: string
  /** ms since the epoch. */
  start: number
  end: number
  events: number
}

export interface SegmentRow extends SegmentDescriptor {
  sessionId: string
  /** gzip of JSON text, one event a line. */
  blob: Uint8Array<ArrayBuffer>
}

/** Settings by name: the server's connection, the salt of the visitor ids. */
export interface SettingRow {
  name: string
  value: unknown
}

export interface QaReplayDatabase extends DBSchema {
  sessions: { key: string; value: SessionRow; indexes: { startedAt: string; state: string } }
  documents: { key: [string, string]; value: DocumentRow }
  chunks: { key: [string, number, number]; value: ChunkRow }
  segments: { key: [string, number, number]; value: SegmentRow }
  settings: { key: string; value: SettingRow }
}
export type Database = IDBPDatabase<QaReplayDatabase>
type UpgradeTransaction = IDBPTransaction<QaReplayDatabase, StoreNames<QaReplayDatabase>[], 'versionchange'>

/** Step n takes a database of version n to n + 1. */
const MIGRATIONS: readonly ((database: Database, tx: UpgradeTransaction) => void)[] = [
  (database) => {
    const sessions = database.createObjectStore('sessions', { keyPath: 'sessionId' })
    sessions.createIndex('startedAt', 'startedAt')
    sessions.createIndex('state', 'state')
    database.createObjectStore('documents', { keyPath: ['sessionId', 'documentId'] })
    database.createObjectStore('chunks', { keyPath: ['sessionId', 'tab', 'ordinal'] })
    database.createObjectStore('segments', { keyPath: ['sessionId', 'tab', 'index'] })
    database.createObjectStore('settings', { keyPath: 'name' })
  },
]

/** Opens the database, and brings an older one up to date. A newer one, of a newer build, rejects with a VersionError. */
export function openDatabase(name = DATABASE_NAME): Promise<Database> {
  return openDB<QaReplayDatabase>(name, DATABASE_VERSION, {
    upgrade(database, oldVersion, _newVersion, tx) {
      for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(database, tx)
    },
    /** Lets another page of the extension, of a newer build, upgrade the database. */
    blocking(_current, _blocked, event) {
      ;(event.target as IDBDatabase).close()
    },
  })
}

/** All keys of a session in a store whose key begins with its id. */
export function sessionRange(sessionId: string): IDBKeyRange {
  return IDBKeyRange.bound([sessionId], [sessionId, []])
}

/** All keys of one tab of a session. */
export function tabRange(sessionId: string, tab: number): IDBKeyRange {
  return IDBKeyRange.bound([sessionId, tab], [sessionId, tab, []])
}
