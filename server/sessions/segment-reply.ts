import type { FastifyReply, FastifyRequest } from 'fastify'
import { isUnchanged } from '../http/conditional.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { objectKey } from '../storage/object-store.ts'
import { findSegment, type SegmentPlace } from '../tables/segments.ts'
import { SEGMENT_CONTENT_TYPE } from './upload-address.ts'

/** Answers with the gzip blob of a segment of a complete session. */
export async function sendSegment(
  { db, store }: Services,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  place: SegmentPlace,
): Promise<FastifyReply> {
  const segment = await findSegment(db, place)
  if (segment?.state !== 'complete') throw notFound('segment')
  if (isUnchanged(request, reply, segment.descriptor.sha256)) return reply.code(304).send()
  const content = await store.get(objectKey(segment.object_prefix, place.tab, place.index))
  return reply.type(SEGMENT_CONTENT_TYPE).header('content-length', segment.descriptor.bytes).send(content)
}
