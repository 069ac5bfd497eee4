import {
  BODY_GAPS,
  NETWORK_APIS,
  type MessagePayload,
  type NetworkBody,
  type NetworkEndPayload,
  type NetworkHeader,
  type NetworkPayload,
  type NetworkTiming,
} from '../../session/events.ts'
import { count, countOrNull, fieldsOf, oneOf, text, textOrNull, type Raw } from './parse-field.ts'

export const parseRequest = (raw: Raw): NetworkPayload => ({
  requestId: text(raw.requestId),
  api: oneOf(NETWORK_APIS, raw.api, 'fetch'),
  method: text(raw.method) || 'GET',
  url: text(raw.url),
  startedAt: count(raw.startedAt),
  durationMs: count(raw.durationMs),
  status: count(raw.status),
  statusText: text(raw.statusText),
  failure: failure(raw.failure),
  ...(raw.answer === 'opaque' || raw.answer === 'queued' ? { answer: raw.answer } : {}),
  responseType: textOrNull(raw.responseType),
  responseBytes: countOrNull(raw.responseBytes),
  initiator: textOrNull(raw.initiator),
  requestHeaders: headers(raw.requestHeaders),
  responseHeaders: headers(raw.responseHeaders),
  requestBody: body(raw.requestBody),
})

export const parseRequestEnd = (raw: Raw): NetworkEndPayload => {
  const close = fieldsOf(raw.close)
  return {
    requestId: text(raw.requestId),
    endedAt: count(raw.endedAt),
    failure: failure(raw.failure),
    status: count(raw.status),
    timing: timing(raw.timing),
    ...(raw.requestBody === undefined ? {} : { requestBody: body(raw.requestBody) }),
    responseBody: body(raw.responseBody),
    ...(close
      ? { close: { code: count(close.code), reason: text(close.reason), wasClean: close.wasClean === true } }
      : {}),
    leftOut: count(raw.leftOut),
  }
}

export const parseMessage = (raw: Raw): MessagePayload => ({
  requestId: text(raw.requestId),
  direction: oneOf(['sent', 'received'] as const, raw.direction, 'received'),
  event: text(raw.event),
  sizeBytes: count(raw.sizeBytes),
  text: textOrNull(raw.text),
  leftOut: count(raw.leftOut),
})

/** Older recorders wrote it in other words. */
const OLD_FAILURES: Readonly<Record<string, string>> = { aborted: 'abort', 'network error': 'network' }

function failure(value: unknown): string | null {
  const word = textOrNull(value)
  return word === null ? null : (OLD_FAILURES[word] ?? word)
}

function headers(value: unknown): NetworkHeader[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((pair: unknown): NetworkHeader[] =>
    Array.isArray(pair) && typeof pair[0] === 'string' ? [[pair[0], text(pair[1])]] : [],
  )
}

function body(value: unknown): NetworkBody | null {
  const raw = fieldsOf(value)
  return (
    raw && {
      type: text(raw.type),
      sizeBytes: countOrNull(raw.sizeBytes),
      text: textOrNull(raw.text),
      gap: BODY_GAPS.find((gap) => gap === raw.gap) ?? null,
    }
  )
}

function timing(value: unknown): NetworkTiming | null {
  const raw = fieldsOf(value)
  return (
    raw && {
      redirectMs: countOrNull(raw.redirectMs),
      blockedMs: countOrNull(raw.blockedMs),
      dnsMs: countOrNull(raw.dnsMs),
      connectMs: countOrNull(raw.connectMs),
      tlsMs: countOrNull(raw.tlsMs),
      waitMs: countOrNull(raw.waitMs),
      receiveMs: countOrNull(raw.receiveMs),
      protocol: text(raw.protocol),
      fromCache: raw.fromCache === true,
      transferBytes: countOrNull(raw.transferBytes),
      encodedBytes: countOrNull(raw.encodedBytes),
      decodedBytes: countOrNull(raw.decodedBytes),
    }
  )
}
