import { strToU8, zipSync, type Zippable } from 'fflate'
import type { SessionMetadata } from '../session/metadata.ts'

/** Ends the name of a session file, so that people and programs know what it is. */
export const SESSION_FILE_SUFFIX = '.qa-replay.zip'

/** What one file holds at most, bytes: it is made, and read, in memory. */
export const MAX_SESSION_FILE_BYTES = 512 * 1024 * 1024

/** A session whose segments can be had as they are stored. */
export interface StoredSession {
  metadata: SessionMetadata
  /** The gzip blob of a segment; null when it is not there. */
  readBlob: (tab: number, index: number) => Promise<Uint8Array | null>
}

/**
 * Packs sessions into one file. Segments go in as they are: they are compressed already, and keep their digests.
 *
 * @throws {Error} with a sentence, when they are too large for one file, or a part of one is missing
 */
export async function writeSessionFile(sessions: readonly StoredSession[]): Promise<Uint8Array<ArrayBuffer>> {
  const totalBytes = sessions.reduce((sum, { metadata }) => sum + sizeOf(metadata), 0)
  if (totalBytes > MAX_SESSION_FILE_BYTES) {
    throw new Error('These sessions are too large for one file. Save fewer at once.')
  }
  const entries: Zippable = {}
  for (const { metadata, readBlob } of sessions) {
    const folder = metadata.sessionId
    entries[`${folder}/session.json`] = [strToU8(JSON.stringify(metadata, null, 2)), { level: 6 }]
    for (const { tab, index } of metadata.segments) {
      const blob = await readBlob(tab, index)
      if (!blob) throw new Error('A part of this session is no longer in the store, so it cannot be saved.')
      entries[`${folder}/${tab}-${index}.ndjson.gz`] = [blob, { level: 0 }]
    }
  }
  return zipSync(entries, { mtime: new Date('2026-01-01T00:00:00') })
}

/** A name for the file: the title of a session and its day, or how many there are. */
export function sessionFileName(sessions: readonly SessionMetadata[]): string {
  const [first] = sessions
  if (!first || sessions.length > 1) return `${sessions.length} sessions${SESSION_FILE_SUFFIX}`
  const title = first.title || hostOf(first.initialUrl) || 'session'
  const safe = title
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return `${safe || 'session'}-${first.startedAt.slice(0, 10)}${SESSION_FILE_SUFFIX}`
}

const sizeOf = ({ segments }: SessionMetadata) => segments.reduce((sum, { bytes }) => sum + bytes, 0)
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '')
