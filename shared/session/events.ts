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

export interface NetworkPayload {
  /** Unique within the session. */
  requestId: string
  api: 'fetch' | 'xhr' | 'beacon'
  method: string
  /** Sanitized. */
  url: string
  /** ms since the epoch. */
  startedAt: number
  durationMs: number
  /** 0 when there was no answer. */
  status: number
  statusText: string
  /** Why it failed without an answer: abort, timeout, network; null when it was answered. */
  failure: string | null
  responseType: string | null
  responseBytes: number | null
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

/** What was masked in this document up to now, by rule; sent when it changed. Older recorders send none. */
export interface PrivacyPayload {
  masked: MaskedRule[]
}

/** Every custom event of a session: its tag and what it carries. */
export interface CustomPayloads {
  'qa.console': ConsolePayload
  'qa.error': ErrorPayload
  'qa.network': NetworkPayload
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
