import { charCodeAt, characterOf, slice } from '../../../shared/privacy/natives.ts'
import { asterisks } from '../../../shared/privacy/asterisks.ts'
import type { MaskText } from './mask-text.ts'

/** Longer texts in a list are no pieces of one. */
const LONGEST_PIECE = 6
/** Fewer characters than any secret has. */
const SHORTEST = 6

/**
 * Masks what is secret only when the items of a list are read as one: digits, characters, groups of digits, bytes.
 * Items are replaced in place.
 *
 * @param items texts and numbers; others end a run
 */
export function maskPieces(items: unknown[], secrets: MaskText): void {
  for (let start = 0; start < items.length;) {
    let end = start
    while (end < items.length && isPiece(items[end])) end++
    if (end - start > 1) maskRun(items, start, end, secrets)
    start = end + 1
  }
}

const isPiece = (item: unknown): boolean =>
  typeof item === 'number' || (typeof item === 'string' && item.length > 0 && item.length <= LONGEST_PIECE)

function maskRun(items: unknown[], start: number, end: number, secrets: MaskText): void {
  let text = ''
  let codes = ''
  for (let i = start; i < end; i++) {
    const item = items[i]
    text += `${item as string | number}`
    codes += typeof item === 'number' && item >= 9 && item <= 0xffff ? characterOf(item) : '\n'
  }
  if (text.length < SHORTEST) return
  const masked = secrets(text)
  const decoded = secrets(codes)
  if (masked === text && decoded === codes) return
  for (let i = start, at = 0; i < end; i++) {
    const piece = `${items[i] as string | number}`
    const own = slice(masked, at, at + piece.length)
    at += piece.length
    if (charCodeAt(decoded, i - start) !== charCodeAt(codes, i - start)) items[i] = asterisks(piece)
    else if (own !== piece) items[i] = own
  }
}
