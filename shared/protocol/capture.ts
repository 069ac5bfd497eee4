import type { DocumentRules } from './site-settings.ts'

/**
 * The stream of a recording: page -> relay -> background. The page makes batches, the relay numbers them and keeps each
 * until it is acknowledged, the background acknowledges when its transaction is complete.
 */

/** Name of the port from a relay to the background. */
export const CAPTURE_PORT = 'capture'

/** A batch of events on its way to the store. */
export interface CaptureBatch {
  type: 'batch'
  sessionId: string
  /** Which document it comes from: random, made by the relay. */
  documentId: string
  tab: number
  /** Counts from 0 within the document, without holes. */
  seq: number
  /** JSON text, one event a line, in the order of their making. */
  ndjson: string
}

/** The background's answers on the port. */
export type CaptureAnswer =
  | { type: 'ack'; documentId: string; seq: number }
  /** The batch was not stored, and no later one will be: the relay stops the page's recorder. */
  | { type: 'refuse'; documentId: string; reason: 'storage-full' | 'not-recording' }

/** What the page tells the relay through the private channel, as JSON text. */
export type PageMessage =
  | { type: 'batch'; ndjson: string }
  | { type: 'stopped' }
  /** Global Privacy Control is on, which only the page's own world shows in every browser. */
  | { type: 'opted-out' }
/** What the relay tells the page. */
export type PageCommand =
  /** `automatic`: nobody clicked for it, so a page that opts out is not recorded. */
  | { type: 'record'; rules: DocumentRules; automatic: boolean }
  /** Before an automatic recording begins: the page answers within the call when it opts out. */
  | { type: 'check-opt-out' }
  | { type: 'snapshot' }
  | { type: 'flush' }
  | { type: 'stop' }

/** The page flushes every 250 ms, or when this much has come together. */
export const FLUSH_INTERVAL_MS = 250
export const FLUSH_SIZE_CHARS = 256 * 1024

/** The batch in a message from a relay, or null when it is not one. */
export function parseCaptureBatch(value: unknown): CaptureBatch | null {
  if (typeof value !== 'object' || value === null) return null
  const { type, sessionId, documentId, tab, seq, ndjson } = value as Record<string, unknown>
  const valid =
    type === 'batch' &&
    isId(sessionId) &&
    isId(documentId) &&
    isCount(tab) &&
    isCount(seq) &&
    typeof ndjson === 'string' &&
    ndjson.length > 0
  return valid ? (value as CaptureBatch) : null
}

const isId = (value: unknown) => typeof value === 'string' && /^[0-9a-f-]{8,64}$/.test(value)
const isCount = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && value >= 0
