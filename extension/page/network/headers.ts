import { indexOf, isArray, keysOf, slice, toLowerCase, trim } from '../../../shared/privacy/natives.ts'
import type { NetworkHeader } from '../../../shared/session/events.ts'
import { dataProperty, eachHeader, tryOf } from './platform.ts'

const MAX_HEADERS = 100
const MAX_VALUE_CHARS = 4_000

function add(headers: NetworkHeader[], name: unknown, value: unknown): void {
  if (headers.length >= MAX_HEADERS || typeof name !== 'string') return
  const text = typeof value === 'string' ? value : typeof value === 'number' ? `${value}` : null
  if (text === null) return
  const shown = text.length > MAX_VALUE_CHARS ? slice(text, 0, MAX_VALUE_CHARS) : text
  headers[headers.length] = [toLowerCase(name), trim(shown)]
}

/** Headers as the platform has them. */
export function listHeaders(headers: Headers): NetworkHeader[] {
  const listed: NetworkHeader[] = []
  eachHeader(headers, (value, name) => add(listed, name, value))
  return listed
}

/** Headers in one of the forms in which a page may hand them to fetch. What would have to be run is not read. */
export function readHeaders(init: unknown): NetworkHeader[] | null {
  if (typeof init !== 'object' || init === null) return null
  const own = tryOf(() => listHeaders(init as Headers))
  if (own) return own
  const listed: NetworkHeader[] = []
  if (isArray(init)) {
    for (let i = 0; i < init.length; i++) {
      const pair: unknown = init[i]
      if (isArray(pair)) add(listed, pair[0], pair[1])
    }
    return listed
  }
  const names = keysOf(init)
  for (let i = 0; i < names.length; i++) add(listed, names[i], dataProperty(init, names[i]!))
  return listed
}

/** The lines of `getAllResponseHeaders()`. */
export function parseHeaderLines(lines: string): NetworkHeader[] {
  const listed: NetworkHeader[] = []
  let at = 0
  while (at < lines.length) {
    const found = indexOf(lines, '\r\n', at)
    const end = found === -1 ? lines.length : found
    const line = slice(lines, at, end)
    const colon = indexOf(line, ':')
    if (colon > 0) add(listed, slice(line, 0, colon), slice(line, colon + 1))
    at = end + 2
  }
  return listed
}

/** The value of a header; null when it is not there. @param name in small letters */
export function headerOf(headers: readonly NetworkHeader[], name: string): string | null {
  for (let i = 0; i < headers.length; i++) if (headers[i]![0] === name) return headers[i]![1]
  return null
}
