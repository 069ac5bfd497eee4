import type { SegmentDescriptor } from '../../shared/session/metadata.ts'
import { equalSecrets, sign } from '../access/secrets.ts'
import { objectKey, type ObjectStore, type UploadAddress } from '../storage/object-store.ts'

/** How long a segment may be PUT after `create` has answered. */
export const UPLOAD_ADDRESS_SECONDS = 3600

export const SEGMENT_CONTENT_TYPE = 'application/gzip'

export interface AddressedSegment {
  sessionId: string
  tab: number
  index: number
  /** Seconds since the epoch. */
  expires: number
}

/** What proves that a PUT to this server was invited: the place of the segment and the time, signed. */
export function uploadSignature(
  signingKey: string,
  { sessionId, tab, index, expires }: AddressedSegment,
): string {
  return sign(signingKey, 'upload', `${sessionId}/${tab}/${index}/${expires}`)
}

export function isUploadSignature(signingKey: string, segment: AddressedSegment, signature: string): boolean {
  return equalSecrets(signature, uploadSignature(signingKey, segment))
}

export interface AddressedSession {
  sessionId: string
  objectPrefix: string
}

/** Where to PUT a segment: at the store itself where clients reach it, else at this server. */
export async function uploadAddress(
  { store, signingKey, now }: { store: ObjectStore; signingKey: string; now: Date },
  { sessionId, objectPrefix }: AddressedSession,
  { tab, index, bytes }: SegmentDescriptor,
): Promise<UploadAddress> {
  const direct = await store.uploadAddress(objectKey(objectPrefix, tab, index), {
    sizeBytes: bytes,
    contentType: SEGMENT_CONTENT_TYPE,
    expiresInSeconds: UPLOAD_ADDRESS_SECONDS,
  })
  if (direct) return direct
  const expires = Math.floor(now.getTime() / 1000) + UPLOAD_ADDRESS_SECONDS
  const signature = uploadSignature(signingKey, { sessionId, tab, index, expires })
  return {
    url: `/api/uploads/${sessionId}/${tab}/${index}?expires=${expires}&signature=${signature}`,
    headers: { 'content-type': SEGMENT_CONTENT_TYPE },
  }
}
