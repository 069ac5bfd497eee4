import { ApiError } from '../../shared/api/errors.ts'
import type { Manifest } from '../../shared/api/schemas.ts'
import { decodeSegment } from '../../shared/session/segment-codec.ts'
import type { DecodedSegment, SegmentRef, SessionSource } from '../../shared/session/source.ts'

/**
 * A session of the server. What it does not have, or has damaged, is told as damage.
 *
 * @param readBytes the gzip blob of a segment
 */
export function remoteSource(
  { metadata, segments }: Manifest,
  readBytes: (tab: number, index: number) => Promise<Uint8Array<ArrayBuffer>>,
): SessionSource {
  const hashes = new Map(segments.map(({ tab, index, sha256 }) => [`${tab}.${index}`, sha256]))
  return {
    metadata,
    segments,
    async readSegment({ tab, index }: SegmentRef): Promise<DecodedSegment> {
      const bytes = await readBytes(tab, index).catch(gone)
      if (bytes === null) return { events: [], damage: ['the server does not have it any more'] }
      const decoded = decodeSegment(bytes)
      if (!(await hasHash(bytes, hashes.get(`${tab}.${index}`) ?? ''))) {
        decoded.damage.push('its bytes are not those that were uploaded')
      }
      return decoded
    },
  }
}

/** A segment that is not there is missing for good; every other refusal concerns the whole session. */
function gone(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null
  throw error
}

async function hasHash(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<boolean> {
  // Browsers keep SubtleCrypto from pages that came without encryption, but for those of this computer.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (!subtle) return true
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') === sha256
}
