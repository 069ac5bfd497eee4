import { strFromU8, unzipSync } from 'fflate'
import type { SegmentDescriptor, SessionMetadata } from '../session/metadata.ts'
import { decodeSegment } from '../session/segment-codec.ts'
import { SessionFormatError, upgradeSession } from '../session/upgrade.ts'
import { MAX_SESSION_FILE_BYTES } from './session-file.ts'

/** A file that is not taken in; `message` is a sentence for the reader. */
export class SessionFileError extends Error {
  override name = 'SessionFileError'
  constructor(
    readonly code: 'not-a-session' | 'newer-format' | 'too-large' | 'damaged',
    message: string,
  ) {
    super(message)
  }
}

/** A session of a file, all of it checked. */
export interface FileSession {
  metadata: SessionMetadata
  /** In the order of the metadata. */
  segments: { descriptor: SegmentDescriptor; blob: Uint8Array<ArrayBuffer> }[]
}

/** Names of the entries that are read; no other one is unpacked. */
const METADATA_ENTRY = /^(?:[^/]{1,200}\/)?session\.json$/
const SEGMENT_ENTRY = /^(?:[^/]{1,200}\/)?\d{1,4}-\d{1,6}\.ndjson\.gz$/

/** The largest metadata that the schema allows are of about this size, bytes. */
const MAX_METADATA_BYTES = 32 * 1024 * 1024
/** The extension hands a segment over as one message: Chrome takes 64 MB, and base64 makes a third more of it. */
const MAX_SEGMENT_BYTES = 40 * 1024 * 1024
const MAX_SESSIONS = 1000
/** Longer than any tab is recorded, ms: 60 days. Beyond, a number is somebody's joke. */
const MAX_DURATION_MS = 60 * 86_400_000

/**
 * Reads a session file. Nothing in it is trusted: sizes are checked before anything is unpacked, and every segment has to
 * be what the metadata says.
 *
 * @param onPart called with how much of the file was checked, 0 to 1
 * @throws {SessionFileError}
 */
export async function readSessionFile(
  bytes: Uint8Array,
  onPart: (part: number) => void = () => undefined,
): Promise<FileSession[]> {
  const entries = unpack(bytes)
  const names = Object.keys(entries).filter((name) => METADATA_ENTRY.test(name))
  if (names.length === 0) throw notASession('It holds no session.')
  if (names.length > MAX_SESSIONS) throw tooLarge()
  const sessions: FileSession[] = []
  for (const [position, name] of names.entries()) {
    const folder = name.slice(0, -'session.json'.length)
    const metadata = readMetadata(entries[name]!)
    sessions.push(
      await readSession(metadata, entries, folder, (part) => onPart((position + part) / names.length)),
    )
  }
  return sessions
}

/** Refuses a file by its size alone, before it is read. @throws {SessionFileError} */
export function checkFileSize(sizeBytes: number): void {
  if (sizeBytes > MAX_SESSION_FILE_BYTES) throw tooLarge()
}

function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  checkFileSize(bytes.length)
  let unpackedBytes = 0
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        const isMetadata = METADATA_ENTRY.test(name)
        if (!isMetadata && !SEGMENT_ENTRY.test(name)) return false
        unpackedBytes += originalSize
        const limit = isMetadata ? MAX_METADATA_BYTES : MAX_SEGMENT_BYTES
        if (originalSize > limit || unpackedBytes > MAX_SESSION_FILE_BYTES) throw tooLarge()
        return true
      },
    })
  } catch (error) {
    if (error instanceof SessionFileError) throw error
    throw notASession('It is no zip file, or it is cut short.')
  }
}

function readMetadata(bytes: Uint8Array): SessionMetadata {
  try {
    return upgradeSession(JSON.parse(strFromU8(bytes))).metadata
  } catch (error) {
    if (error instanceof SessionFormatError) throw new SessionFileError(error.code, error.message)
    throw damaged()
  }
}

async function readSession(
  metadata: SessionMetadata,
  entries: Record<string, Uint8Array>,
  folder: string,
  onPart: (part: number) => void,
): Promise<FileSession> {
  const places = new Set(metadata.segments.map(({ tab, index }) => `${tab}-${index}`))
  const isPlausible =
    places.size === metadata.segments.length &&
    metadata.duration <= MAX_DURATION_MS &&
    !Number.isNaN(Date.parse(metadata.startedAt))
  if (!isPlausible) throw damaged()
  const segments: FileSession['segments'] = []
  for (const descriptor of metadata.segments) {
    const bytes = entries[`${folder}${descriptor.tab}-${descriptor.index}.ndjson.gz`]
    if (!bytes) throw damaged()
    // A copy of its own: the file's memory goes when the session is stored.
    const blob = new Uint8Array(bytes)
    await checkSegment(descriptor, blob)
    segments.push({ descriptor, blob })
    onPart(segments.length / metadata.segments.length)
  }
  return { metadata, segments }
}

async function checkSegment(descriptor: SegmentDescriptor, blob: Uint8Array<ArrayBuffer>): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', blob))
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (sha256 !== descriptor.sha256 || blob.length !== descriptor.bytes) throw damaged()
  const { events, damage } = decodeSegment(blob)
  const [first, last] = [events[0], events.at(-1)]
  const fits =
    damage.length === 0 &&
    events.length === descriptor.events &&
    (first === undefined || (first.timestamp === descriptor.start && last?.timestamp === descriptor.end))
  if (!fits) throw damaged()
}

const damaged = () =>
  new SessionFileError(
    'damaged',
    'The file is damaged: a part of the session is missing or was changed. Get it again from where it came from.',
  )
const notASession = (why: string) =>
  new SessionFileError('not-a-session', `This is not a QA Replay session file. ${why}`)
const tooLarge = () =>
  new SessionFileError('too-large', 'The file is larger than a session file may be (512 MB).')
