import {
  CONSOLE_LEVELS,
  ENVIRONMENT_KINDS,
  SIGNAL_WEIGHTS,
  STEP_KINDS,
  VITALS,
  type ConsoleLevel,
  type CustomPayloads,
  type CustomTag,
  type SignalKind,
  type StepKind,
  type StepTarget,
} from '../../session/events.ts'
import { count, oneOf, text, textOrNull, type Raw } from './parse-field.ts'
import { parseMessage, parseRequest, parseRequestEnd } from './parse-request.ts'
import type { SerializedValue } from '../../session/serialized-value.ts'

/** Tags of what a player shows. */
type ShownTag = Exclude<CustomTag, 'qa.privacy'>

/**
 * The payload of one of our events, read from a file that may come from anybody: whatever is missing or of another type
 * gets a value that can be shown. Serialized values are checked where they are shown.
 */
export function parsePayload<Tag extends ShownTag>(tag: Tag, value: unknown): CustomPayloads[Tag] {
  const raw = typeof value === 'object' && value !== null ? (value as Raw) : {}
  return PARSERS[tag](raw)
}

const PARSERS: { [Tag in ShownTag]: (raw: Raw) => CustomPayloads[Tag] } = {
  'qa.console': (raw) => ({
    level: oneOf<ConsoleLevel>(CONSOLE_LEVELS, raw.level, 'log'),
    method: text(raw.method),
    args: (Array.isArray(raw.args) ? raw.args : []) as SerializedValue[],
    stack: textOrNull(raw.stack),
  }),
  'qa.error': (raw) => ({
    kind: oneOf(['error', 'unhandledrejection', 'resource'] as const, raw.kind, 'error'),
    name: text(raw.name) || 'Error',
    message: text(raw.message),
    stack: textOrNull(raw.stack),
    source: source(raw.source),
    ...(raw.value === undefined ? {} : { value: raw.value as SerializedValue }),
  }),
  'qa.network': parseRequest,
  'qa.network-end': parseRequestEnd,
  'qa.message': parseMessage,
  'qa.vital': (raw) => ({
    name: oneOf(VITALS, raw.name, 'TTFB'),
    value: count(raw.value),
    rating: oneOf(['good', 'needs-improvement', 'poor'] as const, raw.rating, 'good'),
    element: textOrNull(raw.element),
  }),
  'qa.longtask': (raw) => ({ startedAt: count(raw.startedAt), durationMs: count(raw.durationMs) }),
  'qa.environment': (raw) => ({ kind: oneOf(ENVIRONMENT_KINDS, raw.kind, 'focus'), value: text(raw.value) }),
  'qa.page': (raw) => ({
    kind: oneOf(['load', 'history', 'title', 'hidden', 'visible', 'restored'] as const, raw.kind, 'title'),
    url: text(raw.url),
    title: text(raw.title),
  }),
  'qa.step': (raw) => ({
    kind: oneOf<StepKind>(STEP_KINDS, raw.kind, 'click'),
    target: target(raw.target),
    value: textOrNull(raw.value),
    count: count(raw.count) || 1,
    sentence: text(raw.sentence),
  }),
  'qa.signal': (raw) => ({
    kind: oneOf(Object.keys(SIGNAL_WEIGHTS) as SignalKind[], raw.kind, 'dead-click'),
    target: target(raw.target),
    evidence: typeof raw.evidence === 'object' && raw.evidence !== null ? (raw.evidence as Raw) : {},
    sentence: text(raw.sentence),
  }),
  'qa.gap': (raw) => ({
    reason: text(raw.reason),
    sentence: text(raw.sentence),
    durationMs: count(raw.durationMs),
  }),
}

function source(value: unknown): { url: string; line: number; column: number } | null {
  if (typeof value !== 'object' || value === null) return null
  const { url, line, column } = value as Raw
  return { url: text(url), line: count(line), column: count(column) }
}

function target(value: unknown): StepTarget | null {
  if (typeof value !== 'object' || value === null) return null
  const { selector, role, name, testId, nodeId } = value as Raw
  return {
    selector: text(selector),
    role: textOrNull(role),
    name: textOrNull(name),
    testId: textOrNull(testId),
    nodeId: count(nodeId) || null,
  }
}
