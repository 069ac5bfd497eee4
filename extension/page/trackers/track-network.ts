import type { Emit, Stop } from '../emit.ts'
import { createRequestLog } from '../network/request-log.ts'
import { trackBeacon } from './track-beacon.ts'
import { trackEventSource } from './track-event-source.ts'
import { trackFetch } from './track-fetch.ts'
import { trackWebSocket } from './track-websocket.ts'
import { trackXhr } from './track-xhr.ts'

/**
 * Reports what the page asks of servers, and what they answer: fetch, XMLHttpRequest, sendBeacon, WebSocket and
 * EventSource, with headers, bodies, messages and the browser's own timing. Nothing is delayed, consumed, or read faster
 * than the page reads it.
 */
export function trackNetwork(emit: Emit): Stop {
  const log = createRequestLog(emit)
  const stops = [
    trackFetch(log),
    trackXhr(log),
    trackBeacon(log),
    trackWebSocket(emit, log),
    trackEventSource(emit, log),
    log.stop,
  ]
  return () => stops.forEach((stop) => stop())
}
