import { createHash } from 'node:crypto'
import { forEachParallel } from '../../shared/api/for-each-parallel.ts'
import { expiryOf } from '../access/plans.ts'
import { ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { objectKey, ObjectNotFoundError } from '../storage/object-store.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import { markVerified, segmentsOf, type SegmentRow } from '../tables/segments.ts'
import { completeSession, type SessionRow } from '../tables/sessions.ts'
import { findWebsite } from '../tables/websites.ts'
import { BadSegmentError, inspectSegment, type SegmentContent } from './inspect-segment.ts'

/** Segments that one request reads at once: reading waits for the store, inflating for a processor. */
const PARALLEL_READS = 3

/**
 * Verifies what was sent (presence, size, SHA-256, that it inflates within the limits), and lists the session. What has
 * been verified stays so: asking again, after whatever interruption, goes on from there.
 *
 * @throws {ProblemError} 409 `segments-missing` when some have to be sent (again); 422 when one is no segment
 */
export async function completeUpload(services: Services, session: SessionRow, keyId: string): Promise<void> {
  if (session.state === 'complete') return
  const { db, config } = services
  const segments = await segmentsOf(db, session.session_id)
  let inflatedBytes = segments.reduce((sum, segment) => sum + (segment.inflated_bytes ?? 0), 0)
  const unverified = segments.filter((segment) => segment.inflated_bytes === null)
  let missing = 0

  await forEachParallel(unverified, PARALLEL_READS, async (segment) => {
    const content = await readSegment(services, session, segment)
    if (!content) {
      missing++
      return
    }
    inflatedBytes += content.inflatedBytes
    if (inflatedBytes > config.limits.sessionInflatedBytes) {
      throw new ProblemError(422, 'session-too-large', 'The session inflates to more than is allowed.')
    }
    await markVerified(db, {
      ...content,
      sessionId: session.session_id,
      websiteId: session.website_id,
      tab: segment.tab,
      index: segment.segment_index,
    })
  })
  if (missing > 0) {
    const detail = `${missing} of ${segments.length} segments are not there, or not as they were announced. Create the session again to be told which.`
    throw new ProblemError(409, 'segments-missing', detail)
  }
  await list(services, session, keyId)
}

async function list({ db, config, sync }: Services, session: SessionRow, keyId: string): Promise<void> {
  const website = await findWebsite(db, session.website_id)
  const completedAt = new Date()
  const sessionId = session.session_id
  const expiresAt = expiryOf(website?.plan ?? 'pro', completedAt)
  const forTeam = config.team?.sync === 'all'
  if (await completeSession(db, { sessionId, completedAt, expiresAt, forTeam })) {
    if (forTeam) sync.wake()
    await addAuditEntry(db, { action: 'session.completed', websiteId: session.website_id, sessionId, keyId })
  }
}

/** Null when it has to be sent again; what is there instead is deleted, so that `create` says so. */
async function readSegment(
  { store, config }: Services,
  session: SessionRow,
  { tab, segment_index, descriptor }: SegmentRow,
): Promise<SegmentContent | null> {
  const key = objectKey(session.object_prefix, tab, segment_index)
  const announced = (sha256: string) => sha256 === descriptor.sha256
  try {
    const content = await inspectSegment(await store.get(key), config.limits.segmentInflatedBytes)
    if (announced(content.sha256)) return content
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null
    if (!(error instanceof BadSegmentError)) throw error
    if (announced(await sha256Of(await store.get(key)))) {
      throw new ProblemError(422, error.code, `Segment ${segment_index} of tab ${tab}: ${error.message}`)
    }
  }
  await store.delete(key)
  return null
}

async function sha256Of(source: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of source) hash.update(chunk)
  return hash.digest('hex')
}
