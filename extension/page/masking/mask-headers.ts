import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { indexOf, matches, slice, toLowerCase, wordSet } from '../../../shared/privacy/natives.ts'
import { looksSecret } from '../../../shared/privacy/looks-secret.ts'
import type { NetworkHeader } from '../../../shared/session/events.ts'
import { isSensitiveKey } from './mask-body.ts'
import { mapPieces } from './mask-url.ts'
import type { MaskText } from './mask-text.ts'

const ADDRESSES = wordSet('location referer content-location origin link refresh x-original-url sourcemap')
/** Random by nature and public. */
const PUBLIC = wordSet(
  'etag if-none-match x-request-id x-correlation-id traceparent tracestate cf-ray x-amz-cf-id x-amz-request-id x-trace-id x-served-by x-cache content-type content-length date age last-modified if-modified-since sec-websocket-key sec-websocket-accept content-security-policy content-security-policy-report-only user-agent accept',
)

/** Masks headers: the values of secret names whole, whatever their case; addresses; what is secret by its form. */
export function maskHeaders(
  headers: readonly NetworkHeader[],
  maskText: MaskText,
  maskUrl: (url: string) => string,
  maskName: MaskText,
): NetworkHeader[] {
  const masked: NetworkHeader[] = []
  for (let i = 0; i < headers.length; i++) {
    const header = headers[i]!
    masked[i] = [maskName(header[0]), maskHeader(toLowerCase(header[0]), header[1], maskText, maskUrl)]
  }
  return masked
}

function maskHeader(
  name: string,
  value: string,
  maskText: MaskText,
  maskUrl: (url: string) => string,
): string {
  if (isSensitiveKey(name)) return asterisks(value)
  if (ADDRESSES[name]) return maskUrl(value)
  if (name === 'content-type') return maskType(value, maskText)
  return looksSecret(value) && !PUBLIC[name] ? asterisks(value) : maskText(value)
}

/** A media type with its charset. What other parameters say, such as names and boundaries, is anything. */
function maskType(value: string, maskText: MaskText): string {
  return mapPieces(value, SEMICOLON, (piece) => {
    const equals = indexOf(piece, '=')
    if (equals === -1 || matches(CHARSET, piece)) return maskText(piece)
    return slice(piece, 0, equals + 1) + asterisks(slice(piece, equals + 1))
  })
}
const SEMICOLON = /;/g
const CHARSET = /^\s*charset\s*=\s*"?[\w-]{1,30}"?\s*$/i
