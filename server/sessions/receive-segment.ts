import { createHash } from 'node:crypto'
import type { SegmentDescriptor } from '../../shared/session/metadata.ts'
import { notFound, ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { objectKey } from '../storage/object-store.ts'
import { findSegment, type SegmentPlace } from '../tables/segments.ts'

/**
 * Streams a segment into the store, and keeps it only if it is exactly what was announced. The same bytes twice is fine:
 * an address stands for one content, so that writing it again changes nothing.
 *
 * @param contentLength what the request says; null when it does not
 * @throws {ProblemError} 422 `segment-mismatch`, 404 when its session is gone
 */
export async function receiveSegment(
  { db, store }: Services,
  place: SegmentPlace,
  { body, contentLength }: { body: AsyncIterable<Uint8Array>; contentLength: number | null },
): Promise<void> {
  const segment = await findSegment(db, place)
  if (!segment) throw notFound('segment')
  if (segment.state === 'complete') return
  const { bytes, sha256 } = segment.descriptor
  if (contentLength !== null && contentLength !== bytes) throw mismatch(segment.descriptor)
  const checked = checkContent(body, segment.descriptor)
  try {
    await store.put(objectKey(segment.object_prefix, place.tab, place.index), checked, bytes)
  } catch (error) {
    if (error instanceof RangeError) throw mismatch({ ...segment.descriptor, sha256 })
    throw error
  }
}

/** Throws at the end, before the store keeps anything, when the content is another one. */
async function* checkContent(
  body: AsyncIterable<Uint8Array>,
  descriptor: SegmentDescriptor,
): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > descriptor.bytes) throw mismatch(descriptor)
    hash.update(chunk)
    yield chunk
  }
  if (size !== descriptor.bytes || hash.digest('hex') !== descriptor.sha256) throw mismatch(descriptor)
}

function mismatch({ tab, index, bytes }: SegmentDescriptor): ProblemError {
  const detail = `Segment ${index} of tab ${tab} is not the one that was announced (${bytes} bytes): it was cut short or changed on the way.`
  return new ProblemError(422, 'segment-mismatch', detail)
}
