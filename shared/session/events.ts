import type { eventWithTime } from '@rrweb/types'
import type { MaskedRule } from './review.ts'
import type { SerializedValue } from './serialized-value.ts'

/**
 * One event of a session. A session's stream is an rrweb stream: what rrweb has no event for (console, errors, network,
 * signals, steps) travels as rrweb custom events (type 5) with the tags of {@link CustomPayloads}, so that any rrweb
 * player plays it. `timestamp` is ms since the epoch.
 */
export type SessionEvent = eventWithTime

/** rrweb's event types, as values, so that this folder needs nothing of rrweb at run time. */
export const EVENT_TYPE = {
  domContentLoaded: 0,
  load: 1,
  fullSnapshot: 2,
  incrementalSnapshot: 3,
  meta: 4,
  custom: 5,
  plugin: 6,
} as const

export const CONSOLE_LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const
export type ConsoleLevel = (typeof CONSOLE_LEVELS)[number]

export interface ConsolePayload {
  level: ConsoleLevel
  /** The method called: log, table, assert, group... */
  method: string
  args: SerializedValue[]
  /** Where it was called from, sanitized; null when the browser gives none. */
  stack: string | null
}

export interface ErrorPayload {
  kind: 'error' | 'unhandledrejection' | 'resource'
  /** The constructor's name: TypeError... */
  name: string
  message: string
  stack: string | null
  /** Where it was thrown, sanitized; line and column count from 1, 0 is unknown. */
  source: { url: string; line: number; column: number } | null
  /** What was thrown, when it was not an Error. */
  value?: SerializedValue
}

/** How a request was made. */
export const NETWORK_APIS = ['fetch', 'xhr', 'beacon', 'websocket', 'eventsource'] as const
export type NetworkApi = (typeof NETWORK_APIS)[number]

/** A header's name and value. */
export type NetworkHeader = [name: string, value: string]

/** Why a body has no text, or not all of it. */
export const BODY_GAPS = ['binary', 'stream', 'cut', 'large', 'budget', 'unread', 'broken', 'off'] as const
export type BodyGap = (typeof BODY_GAPS)[number]

/** The body of a request or an answer. */
export interface NetworkBody {
  /** The media type; empty when it is not known. */
  type: string
  /** Of all of it, uncompressed; null when it is not known. */
  sizeBytes: number | null
  /** Masked, up to 64 K characters; null when there is none to show. */
  text: string | null
  gap: BodyGap | null
}

/** A request, sent when its answer begins or it fails. What may be missing is not in recordings of older recorders. */
export interface NetworkPayload {
  /** Unique within the session. */
  requestId: string
  api: NetworkApi
  method: string
  /** Sanitized. */
  url: string
  /** ms since the epoch. */
  startedAt: number
  /** Until the answer began. */
  durationMs: number
  /** 0 when there was no answer. */
  status: number
  statusText: string
  /**
   * Why it failed without an answer: abort, timeout, network, blocked (refused, or by CORS: a page is not told), refused
   * (a beacon that is too large), unfinished (the page or the recording ended first); null when it was answered.
   */
  failure: string | null
  /** An answer that the page may not read, or does not get. */
  answer?: 'opaque' | 'queued'
  responseType: string | null
  responseBytes: number | null
  /** The stack of what sent it, sanitized. */
  initiator?: string | null
  requestHeaders?: NetworkHeader[]
  responseHeaders?: NetworkHeader[]
  requestBody?: NetworkBody | null
}

/** Where the time of a request went, ms; null where the browser does not tell (other origins without Timing-Allow-Origin). */
export interface NetworkTiming {
  redirectMs: number | null
  /** Waiting in the browser, for a service worker or a free connection. */
  blockedMs: number | null
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
  /** From the request to the first byte of the answer. */
  waitMs: number | null
  receiveMs: number | null
  /** As ALPN names it: h2, h3, http/1.1; empty when it is not known. */
  protocol: string
  fromCache: boolean
  /** On the wire, with headers; null when it is not known. */
  transferBytes: number | null
  /** Of the body as it was sent. */
  encodedBytes: number | null
  decodedBytes: number | null
}

/** The end of a request that was answered. */
export interface NetworkEndPayload {
  requestId: string
  /** ms since the epoch. */
  endedAt: number
  /** Why the answer broke off: abort, network, unfinished; null when all of it came. */
  failure: string | null
  /** What the browser told of it later, of a beacon; 0 otherwise. */
  status: number
  timing: NetworkTiming | null
  /** When it could be read only later. */
  requestBody?: NetworkBody | null
  responseBody: NetworkBody | null
  /** Of a socket. */
  close?: { code: number; reason: string; wasClean: boolean }
  /** Messages that were left out after the last one, since there were too many. */
  leftOut: number
}

/** A message of a socket, or of an event source. */
export interface MessagePayload {
  requestId: string
  direction: 'sent' | 'received'
  /** Of an event source; empty for others. */
  event: string
  sizeBytes: number
  /** Masked, up to 8 K characters; null for binary ones. */
  text: string | null
  /** Messages that were left out before this one, since there were too many. */
  leftOut: number
}

/** A page of the session: sent at the start of every document, and when the title or the history changes. */
export interface PagePayload {
  kind: 'load' | 'history' | 'title' | 'hidden' | 'visible' | 'restored'
  url: string
  title: string
}

/** The target of a step: enough to find it again, in words and as data. Masked. */
export interface StepTarget {
  /** CSS; ` >>> ` leads into a shadow root. By test id or id where there is one, else a short path. */
  selector: string
  /** The ARIA role, declared or of the element itself. */
  role: string | null
  /** The accessible name; of what has none, its text when that is short. */
  name: string | null
  testId: string | null
  /** rrweb's id of the element; null when it was not recorded. */
  nodeId: number | null
}

export const STEP_KINDS = [
  'click',
  'dblclick',
  'type',
  'select',
  'check',
  'submit',
  'key',
  'scroll',
  'navigate',
] as const
export type StepKind = (typeof STEP_KINDS)[number]

/** What the user did: enough to tell it, and to do it again. Sessions of older recorders may lack what can be null. */
export interface StepPayload {
  kind: StepKind
  /** Null for what is done to the page as a whole. */
  target: StepTarget | null
  /**
   * - click, dblclick: `right` or `middle`, else null
   * - type: what the field holds then, masked; null when that is not recorded
   * - select: the chosen texts, a line each, masked; null for files
   * - check: `on` or `off`; null when that is hidden
   * - key: as Playwright writes it: `Control+Enter`
   * - scroll: where to, `x,y` in CSS pixels
   * - navigate: the address, masked
   */
  value: string | null
  /** How often in a row; for files, how many. */
  count: number
  /** What the user did, in words: Clicks button "Pay now". */
  sentence: string
}

export const SIGNAL_WEIGHTS = {
  'rage-click': 5,
  'form-frustration': 4,
  'error-click': 3,
  'dead-click': 2,
  'scroll-thrash': 2,
  'form-abandonment': 2,
} as const
export type SignalKind = keyof typeof SIGNAL_WEIGHTS

export interface SignalPayload {
  kind: SignalKind
  target: StepTarget | null
  evidence: Record<string, unknown>
  sentence: string
}

/** Something is missing from here on: shown on the timeline. */
export interface GapPayload {
  reason: string
  sentence: string
  /** ms; 0 when unknown. */
  durationMs: number
}

export const VITALS = ['TTFB', 'FCP', 'LCP', 'CLS', 'INP'] as const
export type VitalName = (typeof VITALS)[number]

/** A web vital of a page, as it is known up to now: the last one of a page counts (web.dev/articles/vitals). */
export interface VitalPayload {
  name: VitalName
  /** ms; a score without a unit for CLS. */
  value: number
  rating: 'good' | 'needs-improvement' | 'poor'
  /** The element that it is about, as a tag without texts; null when there is none. */
  element: string | null
}

/** A task that kept the page from answering for 50 ms or more. */
export interface LongTaskPayload {
  /** ms since the epoch. */
  startedAt: number
  durationMs: number
}

export const ENVIRONMENT_KINDS = [
  'focus',
  'blur',
  'online',
  'offline',
  'viewport',
  'colour-scheme',
  'reduced-motion',
] as const

/** What is around the page, at its start and when it changes. */
export interface EnvironmentPayload {
  kind: (typeof ENVIRONMENT_KINDS)[number]
  /** How it is now: `dark`, `1280 × 720 @2`; empty where the kind says it. */
  value: string
}

/** What was masked in this document up to now, by rule; sent when it changed. Older recorders send none. */
export interface PrivacyPayload {
  masked: MaskedRule[]
}

/** Every custom event of a session: its tag and what it carries. */
export interface CustomPayloads {
  'qa.console': ConsolePayload
  'qa.error': ErrorPayload
  'qa.network': NetworkPayload
  'qa.network-end': NetworkEndPayload
  'qa.message': MessagePayload
  'qa.vital': VitalPayload
  'qa.longtask': LongTaskPayload
  'qa.environment': EnvironmentPayload
  'qa.page': PagePayload
  'qa.step': StepPayload
  'qa.signal': SignalPayload
  'qa.gap': GapPayload
  'qa.privacy': PrivacyPayload
}
export type CustomTag = keyof CustomPayloads

export type SessionCustomEvent = {
  [Tag in CustomTag]: {
    type: typeof EVENT_TYPE.custom
    timestamp: number
    data: { tag: Tag; payload: CustomPayloads[Tag] }
  }
}[CustomTag]

/** The custom event in `event`, or null when it is one of rrweb's own or of somebody else's. */
export function asCustomEvent(event: SessionEvent): SessionCustomEvent | null {
  if (event.type !== (EVENT_TYPE.custom as number)) return null
  const { tag, payload } = event.data as { tag?: unknown; payload?: unknown }
  const isOurs =
    typeof tag === 'string' && tag.startsWith('qa.') && typeof payload === 'object' && payload !== null
  return isOurs ? (event as unknown as SessionCustomEvent) : null
}
