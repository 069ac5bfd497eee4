import { Gunzip, gzipSync, strToU8 } from 'fflate'
import { EVENT_TYPE, type SessionEvent } from './events.ts'
import type { DecodedSegment } from './source.ts'

/** A segment never inflates to more than this, in bytes: a larger one is refused where it is read, not held in memory. */
export const MAX_SEGMENT_INFLATED_BYTES = 256 * 1024 * 1024

/**
 * Packs events, as JSON text with one event a line, into a segment's gzip blob. The same text gives the same bytes.
 *
 * @param ndjson one JSON event a line; a line break at the end is allowed
 */
export function encodeSegment(ndjson: string): Uint8Array<ArrayBuffer> {
  return gzipSync(strToU8(ndjson), { level: 6, mtime: 0 })
}

/**
 * Reads a segment's gzip blob. A damaged blob gives what can be read of it: everything before the damage, and each
 * line that parses. Never throws.
 *
 * @param maxInflatedBytes what it may inflate to; the rest of a larger one is left out
 */
export function decodeSegment(
  bytes: Uint8Array,
  maxInflatedBytes = MAX_SEGMENT_INFLATED_BYTES,
): DecodedSegment {
  const damage: string[] = []
  const text = inflate(bytes, damage, maxInflatedBytes)
  return parseEventLines(text, damage)
}

/**
 * Reads JSON text with one event a line. Lines that are no events are counted in `damage`.
 *
 * @param damage what is known to be damaged already; extended and returned
 */
export function parseEventLines(ndjson: string, damage: string[] = []): DecodedSegment {
  const events: SessionEvent[] = []
  let unreadable = 0
  for (const line of ndjson.split('\n')) {
    if (line === '') continue
    const event = parseEventLine(line)
    if (event) events.push(event)
    else unreadable++
  }
  if (unreadable > 0)
    damage.push(unreadable === 1 ? '1 event could not be read' : `${unreadable} events could not be read`)
  if (!isSorted(events)) events.sort((a, b) => a.timestamp - b.timestamp)
  return { events, damage }
}

/** The event in a line of JSON, or null when it is not one. */
export function parseEventLine(line: string): SessionEvent | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  return isSessionEvent(value) ? value : null
}

/** Whether `value` has the shape of an event: a known type, a timestamp that is a date, data that is an object. */
export function isSessionEvent(value: unknown): value is SessionEvent {
  if (typeof value !== 'object' || value === null) return false
  const { type, timestamp, data } = value as Record<string, unknown>
  return (
    typeof type === 'number' &&
    Number.isInteger(type) &&
    type >= EVENT_TYPE.domContentLoaded &&
    type <= EVENT_TYPE.plugin &&
    typeof timestamp === 'number' &&
    timestamp >= 0 &&
    timestamp <= MAX_TIMESTAMP &&
    typeof data === 'object' &&
    data !== null
  )
}

/** The largest time value of ECMAScript (21.4.1.1), ms. */
const MAX_TIMESTAMP = 8.64e15

function inflate(bytes: Uint8Array, damage: string[], maxInflatedBytes: number): string {
  const decoder = new TextDecoder()
  let text = ''
  const read = { bytes: 0, finished: false }
  const gunzip = new Gunzip((chunk, final) => {
    read.bytes += chunk.length
    if (read.bytes > maxInflatedBytes) throw new RangeError('segment too large')
    text += decoder.decode(chunk, { stream: true })
    read.finished ||= final
  })
  try {
    // In pieces, so that what comes before a damaged place has been handed out by then.
    for (let at = 0; at < bytes.length; at += INFLATE_STEP_BYTES) {
      gunzip.push(bytes.subarray(at, at + INFLATE_STEP_BYTES), at + INFLATE_STEP_BYTES >= bytes.length)
    }
  } catch (error) {
    damage.push(
      error instanceof RangeError ? 'the segment inflates to more than is allowed' : 'the segment is damaged',
    )
    return text
  }
  if (!read.finished || read.bytes === 0) damage.push('the segment is cut short')
  return text + decoder.decode()
}

const INFLATE_STEP_BYTES = 16 * 1024

function isSorted(events: SessionEvent[]): boolean {
  for (let i = 1; i < events.length; i++) if (events[i]!.timestamp < events[i - 1]!.timestamp) return false
  return true
}
