import { charCodeAt, indexOf } from './natives.ts'
import { addRange, type Ranges } from './asterisks.ts'

/** Fewest characters that the header and the payload have behind `eyJ`, which is `{"` in base64url. */
const MIN_PART = 6

/** Finds JSON web tokens (RFC 7519): base64url parts between dots, the first of which is JSON. */
export function findJwts(text: string, found: Ranges): void {
  for (let start = indexOf(text, 'eyJ'); start !== -1;) {
    let end = endOfPart(text, start)
    // A long run without a dot is gone through once, however often it holds `eyJ`.
    const next = end
    if (end - start >= 3 + MIN_PART && charCodeAt(text, end) === DOT) {
      const payload = endOfPart(text, end + 1)
      if (payload - end > MIN_PART) {
        end = payload
        while (charCodeAt(text, end) === DOT && endOfPart(text, end + 1) > end + 1)
          end = endOfPart(text, end + 1)
        addRange(found, start, end)
      }
    }
    start = indexOf(text, 'eyJ', end > next ? end : next)
  }
}

const DOT = 0x2e

/** Behind the letters, digits, `-` and `_` that begin at `from`. */
function endOfPart(text: string, from: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = charCodeAt(text, at)
    const isPart =
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code >= 0x30 && code <= 0x39) ||
      code === 0x2d ||
      code === 0x5f
    if (!isPart) break
  }
  return at
}
