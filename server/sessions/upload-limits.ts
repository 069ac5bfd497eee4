import { MAX_SEGMENT_INFLATED_BYTES } from '../../shared/session/segment-codec.ts'

/** What one upload may be. Anything larger is refused before, or while, it is read; never held in memory. */
export interface UploadLimits {
  segments: number
  segmentBytes: number
  sessionBytes: number
  segmentInflatedBytes: number
  sessionInflatedBytes: number
  /** Of the JSON that creates a session. */
  metadataBytes: number
}

const MIB = 1024 * 1024

/**
 * A segment is folded at about 1 MB of JSON text, and a minute of real use is about 100 KB of gzip: these leave room for
 * the largest snapshot of a page, and for many hours, and still bound what one key can make the server do.
 */
export const DEFAULT_LIMITS: UploadLimits = {
  segments: 20_000,
  segmentBytes: 32 * MIB,
  sessionBytes: 1024 * MIB,
  segmentInflatedBytes: MAX_SEGMENT_INFLATED_BYTES,
  sessionInflatedBytes: 8192 * MIB,
  metadataBytes: 8 * MIB,
}
