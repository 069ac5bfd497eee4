import { createLeakScanner, SCANNER_VERSION } from '../../shared/privacy/leak-scan.ts'
import { createMaskedTally } from '../../shared/privacy/masked-tally.ts'
import { fingerprintOf } from '../../shared/session/fingerprint.ts'
import { decodeSegment } from '../../shared/session/segment-codec.ts'
import type { SessionEvent } from '../../shared/session/events.ts'
import type { SessionMetadata } from '../../shared/session/metadata.ts'
import type { SessionScan } from '../../shared/session/review.ts'
import type { Database } from '../../shared/store/schema.ts'

/** So long a slice of work may be, ms: in Firefox the background shares its thread with the popup. */
const SLICE_MS = 12

/** Reads a session's segments in the order of its metadata, one after the other. */
export async function* readSegments(database: Database, { sessionId, segments }: SessionMetadata) {
  for (const { tab, index } of segments) {
    const row = await database.get('segments', [sessionId, tab, index])
    yield { tab, index, events: row ? decodeSegment(row.blob).events : [] }
  }
}

/** What looks through the events of a session. */
export interface SessionScanner {
  add(event: SessionEvent, tab: number): void
  /** @param metadata of what was looked through */
  end(metadata: SessionMetadata): SessionScan
}

export function createSessionScanner(): SessionScanner {
  const leaks = createLeakScanner()
  const masked = createMaskedTally()
  return {
    add(event, tab) {
      leaks.addEvent(event, tab)
      masked.add(event, tab)
    },
    end(metadata) {
      leaks.addMetadata(metadata)
      return {
        fingerprint: fingerprintOf(metadata, SCANNER_VERSION),
        findings: leaks.findings(),
        masked: masked.rules(),
      }
    },
  }
}

/**
 * Looks through everything that is in a session's segments and metadata, in short slices.
 *
 * @param onProgress told the part that is done, 0 to 1
 */
export async function scanSession(
  database: Database,
  metadata: SessionMetadata,
  onProgress: (part: number) => void,
): Promise<SessionScan> {
  const scanner = createSessionScanner()
  const pause = createPause()
  const total = metadata.segments.reduce((sum, segment) => sum + segment.events, 0) || 1
  let done = 0
  for await (const { tab, events } of readSegments(database, metadata)) {
    for (const event of events) {
      scanner.add(event, tab)
      done++
      if (await pause()) onProgress(Math.min(1, done / total))
    }
  }
  return scanner.end(metadata)
}

/** A function that lets others run when a slice of time is over, and says whether it did. */
export function createPause(now: () => number = () => performance.now()): () => Promise<boolean> | false {
  let sliceEnd = now() + SLICE_MS
  return () => {
    if (now() < sliceEnd) return false
    return new Promise((resolve) =>
      setTimeout(() => {
        sliceEnd = now() + SLICE_MS
        resolve(true)
      }),
    )
  }
}
