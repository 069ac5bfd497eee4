import { mapPieces } from './mask-url.ts'
import { exec, matches, slice } from '../../../shared/privacy/natives.ts'
import type { MaskText } from './mask-text.ts'

/** A frame, in V8's or SpiderMonkey's form. */
const FRAME = /^\s*at |@\S*:\d+|^\s*\S*@/
/** The address in a frame, without line and column. */
const ADDRESS = /[a-z][a-z0-9+.-]*:\/\/[^\s)]*?(?=(?::\d+){0,2}\)?\s*$)/i

/** Masks a stack: addresses as addresses, the message above the frames as text. Functions and positions stay. */
export function maskStack(
  stack: string,
  maskText: MaskText,
  secrets: MaskText,
  maskUrl: (url: string) => string,
): string {
  return mapPieces(stack, /\n/g, (line) => {
    if (!matches(FRAME, line)) return maskText(line)
    const address = exec(ADDRESS, line)
    if (!address) return secrets(line)
    const end = address.index + address[0].length
    return secrets(slice(line, 0, address.index)) + maskUrl(address[0]) + slice(line, end)
  })
}
