import {
  asCustomEvent,
  EVENT_TYPE,
  SIGNAL_WEIGHTS,
  type SessionCustomEvent,
  type SessionEvent,
  type SignalKind,
} from './events.ts'
import type { SessionMetadata } from './metadata.ts'

/**
 * Brings the metadata of a session up to date with more of its events: duration, page views, errors, frustration,
 * viewport, first address, and the title of the first page. Pure; the order of the batches does not matter but for
 * what comes first.
 *
 * @param events of one tab
 */
export function foldMetadata(
  metadata: SessionMetadata,
  tab: number,
  events: readonly SessionEvent[],
): SessionMetadata {
  const next = { ...metadata, tabs: metadata.tabs.map((known) => ({ ...known })) }
  const startedAt = Date.parse(metadata.startedAt)
  for (const event of events) {
    next.duration = Math.max(next.duration, event.timestamp - startedAt)
    if (event.type === (EVENT_TYPE.meta as number) && next.viewport.width === 0) {
      const { width, height } = event.data as { width: number; height: number }
      next.viewport = { width: wholePixels(width), height: wholePixels(height) }
    }
    const custom = asCustomEvent(event)
    if (custom) foldCustomEvent(next, tab, custom)
  }
  return next
}

/** The score of a session's frustration signals, 0 to 100. */
const MAX_FRUSTRATION_SCORE = 100

function foldCustomEvent(metadata: SessionMetadata, tab: number, { data }: SessionCustomEvent): void {
  switch (data.tag) {
    case 'qa.page': {
      const { kind, url, title } = data.payload
      if (kind === 'load' || kind === 'history') metadata.pageViews++
      const known = metadata.tabs.find((candidate) => candidate.tab === tab)
      if (known) {
        known.url ||= cap(url, MAX_URL_LENGTH)
        known.title ||= cap(title, MAX_TITLE_LENGTH)
      }
      if (tab !== 0) return
      metadata.initialUrl ||= cap(url, MAX_URL_LENGTH)
      metadata.title ||= cap(title, MAX_TITLE_LENGTH)
      return
    }
    case 'qa.error':
      if (data.payload.kind !== 'resource') metadata.errorCount++
      metadata.hasErrors = metadata.errorCount > 0
      return
    case 'qa.signal':
      metadata.frustrationScore = Math.min(
        MAX_FRUSTRATION_SCORE,
        metadata.frustrationScore + weightOf(data.payload.kind),
      )
      metadata.hasFrustration = metadata.frustrationScore > 0
      return
    case 'qa.console':
    case 'qa.network':
    case 'qa.network-end':
    case 'qa.message':
    case 'qa.vital':
    case 'qa.longtask':
    case 'qa.environment':
    case 'qa.step':
    case 'qa.gap':
    case 'qa.privacy':
      return
  }
}

/** A kind that this build does not know weighs nothing. */
const weightOf = (kind: SignalKind) => (Object.hasOwn(SIGNAL_WEIGHTS, kind) ? SIGNAL_WEIGHTS[kind] : 0)

/** The schema's caps. */
const MAX_URL_LENGTH = 8192
const MAX_TITLE_LENGTH = 1000

const wholePixels = (length: unknown) => (typeof length === 'number' && length > 0 ? Math.round(length) : 0)

/** What a page says of itself may be anything. */
const cap = (text: unknown, length: number) => (typeof text === 'string' ? text.slice(0, length) : '')
