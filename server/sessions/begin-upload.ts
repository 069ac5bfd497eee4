import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { CreateSessionReply } from '../../shared/api/schemas.ts'
import type { SegmentDescriptor, SessionMetadata } from '../../shared/session/metadata.ts'
import { notFound, ProblemError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { objectKey, objectPrefix } from '../storage/object-store.ts'
import { insertSegments } from '../tables/segments.ts'
import { findSession, insertSession, resumeSession, type SessionRow } from '../tables/sessions.ts'
import { storable } from './storable-text.ts'
import { uploadAddress } from './upload-address.ts'
import type { UploadLimits } from './upload-limits.ts'

export interface UploadRequest {
  websiteId: string
  /** The key that uploads. */
  keyId: string
  /** With the country as the server sees it. */
  metadata: SessionMetadata
}

/**
 * Creates a session that is not listed yet, or finds the one that an earlier attempt created, and says which of its
 * segments are still to be sent. Asking again changes nothing.
 *
 * @throws {ProblemError} 413 when it is larger than is allowed; 409 when another session has this id
 */
export async function beginUpload(services: Services, received: UploadRequest): Promise<CreateSessionReply> {
  const { segments, ...metadata } = storable(received.metadata)
  checkSize(segments, services.config.limits)
  const upload = { ...received, metadata, segments, digest: digestOf(segments) }
  const created = await createSession(services, upload)
  const session = created ?? (await resume(services, upload))
  if (session.state === 'complete') return { sessionId: session.session_id, state: 'complete', missing: [] }

  const stored = created ? new Map<string, number>() : await storedSizes(services, session.object_prefix)
  const missing: CreateSessionReply['missing'] = []
  for (const segment of segments) {
    if (stored.get(objectKey(session.object_prefix, segment.tab, segment.index)) === segment.bytes) continue
    const place = { sessionId: session.session_id, objectPrefix: session.object_prefix }
    const context = { store: services.store, signingKey: services.signingKey, now: new Date() }
    missing.push({
      tab: segment.tab,
      index: segment.index,
      ...(await uploadAddress(context, place, segment)),
    })
  }
  return { sessionId: session.session_id, state: 'uploading', missing }
}

interface Upload extends Omit<UploadRequest, 'metadata'> {
  metadata: Omit<SessionMetadata, 'segments'>
  segments: SegmentDescriptor[]
  digest: string
}

type UploadingSession = Pick<SessionRow, 'session_id' | 'object_prefix' | 'state'>

async function createSession(
  { db }: Services,
  { websiteId, keyId, metadata, segments, digest }: Upload,
): Promise<UploadingSession | null> {
  const now = new Date()
  const creation = {
    session_id: metadata.sessionId,
    object_prefix: objectPrefix(websiteId, uuidv7()),
    state: 'uploading' as const,
  }
  const isNew = await db.transaction().execute(async (trx) => {
    const inserted = await insertSession(trx, {
      ...creation,
      website_id: websiteId,
      created_by: keyId,
      segments_digest: digest,
      metadata: JSON.stringify(metadata),
      visitor_id: metadata.visitorId,
      started_at: new Date(metadata.startedAt),
      duration: metadata.duration,
      has_errors: metadata.hasErrors,
      has_frustration: metadata.hasFrustration,
      device_type: metadata.device.type,
      browser_name: metadata.browser.name,
      country: metadata.country,
      title: metadata.title,
      initial_url: metadata.initialUrl,
      error_count: metadata.errorCount,
      frustration_score: metadata.frustrationScore,
      size_bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
      created_at: now,
      touched_at: now,
    })
    if (inserted) await insertSegments(trx, metadata.sessionId, segments)
    return inserted
  })
  return isNew ? creation : null
}

async function resume({ db }: Services, { websiteId, metadata, digest }: Upload): Promise<UploadingSession> {
  const session = await findSession(db, metadata.sessionId)
  if (!session) throw notFound('session')
  if (session.website_id !== websiteId) {
    throw new ProblemError(409, 'session-conflict', 'A session with this id belongs to another website.')
  }
  if (session.segments_digest !== digest) {
    throw new ProblemError(
      409,
      'session-changed',
      'This session was uploaded with other segments. Delete it on the server before it is uploaded again.',
    )
  }
  await resumeSession(db, session.session_id, {
    metadata: JSON.stringify({ ...metadata, country: session.country }),
    title: metadata.title,
    touched_at: new Date(),
  })
  return session
}

async function storedSizes({ store }: Services, prefix: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  for await (const { key, sizeBytes } of store.list(prefix)) sizes.set(key, sizeBytes)
  return sizes
}

function checkSize(segments: readonly SegmentDescriptor[], limits: UploadLimits): void {
  const tooLarge = (detail: string) => new ProblemError(413, 'session-too-large', detail)
  if (segments.length > limits.segments) {
    throw tooLarge(`A session may have ${limits.segments} segments; this one has ${segments.length}.`)
  }
  const largest = Math.max(0, ...segments.map(({ bytes }) => bytes))
  if (largest > limits.segmentBytes) {
    throw tooLarge(`A segment may have ${limits.segmentBytes} bytes; one of this session has ${largest}.`)
  }
  const total = segments.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total > limits.sessionBytes) {
    throw tooLarge(`A session may have ${limits.sessionBytes} bytes; this one has ${total}.`)
  }
  if (new Set(segments.map(({ tab, index }) => `${tab}/${index}`)).size !== segments.length) {
    throw new ProblemError(400, 'invalid-request', 'Two segments of the session have the same tab and index.')
  }
}

/** Equal for the same segments in whatever order and with whatever order of fields. */
function digestOf(segments: readonly SegmentDescriptor[]): string {
  const lines = segments.map((s) => [s.tab, s.index, s.start, s.end, s.events, s.bytes, s.sha256].join(' '))
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}
