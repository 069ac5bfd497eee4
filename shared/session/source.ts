import type { SessionEvent } from './events.ts'
import type { SessionMetadata } from './metadata.ts'

/** A piece of a session that can be read by itself. */
export interface SegmentRef {
  tab: number
  index: number
  /** ms since the epoch. */
  start: number
  end: number
  events: number
}

/** The events of a segment, and what could not be read of it. */
export interface DecodedSegment {
  /** In the order of their timestamps. */
  events: SessionEvent[]
  /** A sentence for each piece that is missing or damaged; empty when all is well. */
  damage: string[]
}

/**
 * Where a player reads a session from: the extension's store, the server, or a file. Segments are read one by one, so
 * that playing can begin before all is there.
 */
export interface SessionSource {
  metadata: SessionMetadata
  /** All segments, in the order of their start. */
  segments: SegmentRef[]
  /** Never rejects for damage: that is in the answer. Rejects when the source itself cannot be reached. */
  readSegment(ref: SegmentRef): Promise<DecodedSegment>
}
