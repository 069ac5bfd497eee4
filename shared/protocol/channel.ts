import type { PageMessage } from './capture.ts'

/**
 * The private channel between a page's own world and the relay: see extension/page/channel.ts. Commands to the page are
 * JSON. Messages to the relay are a letter and the batch as it is, which spares the page escaping it.
 */
export const HELLO_EVENT = 'qa-replay:hello'
export const PAGE_READY_EVENT = 'qa-replay:page-ready'
export const TO_PAGE_EVENT = 'qa-replay:to-page'
export const TO_RELAY_EVENT = 'qa-replay:to-relay'

export function encodePageMessage(message: PageMessage): string {
  if (message.type === 'batch') return `b${message.ndjson}`
  return message.type === 'stopped' ? 's' : 'o'
}

/** The message, or null: the page's world is not ours to trust. */
export function parsePageMessage(detail: unknown): PageMessage | null {
  if (detail === 's') return { type: 'stopped' }
  if (detail === 'o') return { type: 'opted-out' }
  if (typeof detail === 'string' && detail.length > 1 && detail.startsWith('b'))
    return { type: 'batch', ndjson: detail.slice(1) }
  return null
}
