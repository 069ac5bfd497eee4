import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { decodeBase64, decodeUri, exec, indexOf, matches, slice } from '../../../shared/privacy/natives.ts'
import type { MaskText } from './mask-text.ts'

/** Pixels, sounds and fonts: nothing to read. */
const OPAQUE =
  /^data:(?:image\/(?!svg)|audio\/|video\/|font\/|application\/(?:x-)?font|application\/octet-stream;.*font|;base64,(?:iVBOR|R0lG|\/9j\/))/i
/** Pictures and stylesheets that are text: shown, unless there is something secret in them. */
const READABLE = /^data:(?:image\/svg\+xml|text\/css)/i
const MAX_READABLE = 200_000

/** Masks a `data:` address: documents and data wholly, pictures and styles when something in them is secret. */
export function maskDataUrl(url: string, maskText: MaskText): string {
  const head = slice(url, 0, 100)
  if (matches(OPAQUE, head)) return url
  const comma = indexOf(url, ',')
  if (comma === -1) return url
  const payload = slice(url, comma + 1)
  if (!matches(READABLE, head) || payload.length > MAX_READABLE)
    return slice(url, 0, comma + 1) + asterisks(payload)
  const text = exec(/;base64$/i, slice(url, 0, comma)) ? decodeBase64(payload) : decodeUri(payload)
  return maskText(text) === text ? url : slice(url, 0, comma + 1) + asterisks(payload)
}
