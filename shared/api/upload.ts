import type { SessionMetadata } from '../session/metadata.ts'
import type { ApiClient } from './client.ts'
import { ApiError } from './errors.ts'
import { forEachParallel } from './for-each-parallel.ts'
import type { MissingSegment } from './schemas.ts'

export interface UploadOptions {
  client: ApiClient
  websiteId: string
  /** With the descriptors of all its segments. */
  metadata: SessionMetadata
  /** The gzip blob of a segment. */
  readSegment: (tab: number, index: number) => Promise<Uint8Array<ArrayBuffer>>
  onProgress?: (progress: UploadProgress) => void
  signal?: AbortSignal
}

export interface UploadProgress {
  /** Bytes that the server has, from earlier attempts too. */
  sentBytes: number
  totalBytes: number
}

/** Segments under way at once: enough to hide the latency of each, few enough to leave the tester's line usable. */
const PARALLEL_PUTS = 3
/** Rounds of create, PUT, complete in one call, when addresses expire on the way or the store has lost a segment. */
const MAX_ROUNDS = 3
/** `http-403` is what a store says of an address that has expired: in words of its own, which are not the server's. */
const START_OVER_CODES = new Set(['segments-missing', 'upload-url-expired', 'http-403'])

/**
 * Uploads a session: create, PUT what is missing, complete. It may be called again at any time, from any process, with
 * the same session: it goes on where the last attempt ended, and once the session is complete it does nothing.
 * One call is one attempt; whether and when to make another is in the error.
 *
 * @throws {ApiError | UnreachableError} with `retryable` and `retryAfterMs`
 * @throws whatever `readSegment` threw, and the signal's reason
 */
export async function uploadSession(options: UploadOptions): Promise<void> {
  for (let round = 1; ; round++) {
    try {
      await uploadRound(options)
      return
    } catch (error) {
      const startOver = error instanceof ApiError && START_OVER_CODES.has(error.code) && round < MAX_ROUNDS
      if (!startOver) throw error
    }
  }
}

async function uploadRound(options: UploadOptions): Promise<void> {
  const { client, websiteId, metadata, readSegment, onProgress, signal } = options
  const totalBytes = metadata.segments.reduce((sum, segment) => sum + segment.bytes, 0)
  const sizes = new Map(metadata.segments.map(({ tab, index, bytes }) => [`${tab}/${index}`, bytes]))
  const sizeOf = ({ tab, index }: MissingSegment) => sizes.get(`${tab}/${index}`) ?? 0

  const { state, missing } = await client.createSession(websiteId, metadata, signal)
  let sentBytes = totalBytes - missing.reduce((sum, segment) => sum + sizeOf(segment), 0)
  onProgress?.({ sentBytes, totalBytes })
  if (state === 'complete') return

  await forEachParallel(missing, PARALLEL_PUTS, async (segment, stop) => {
    const bytes = await readSegment(segment.tab, segment.index)
    await client.putSegment(segment, bytes, signal ? AbortSignal.any([signal, stop]) : stop)
    sentBytes += sizeOf(segment)
    onProgress?.({ sentBytes, totalBytes })
  })
  await client.completeSession(metadata.sessionId, signal)
}
