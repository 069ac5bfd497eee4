import { charCodeAt, exec, max, methodOf, Numbers, repeat, slice } from './natives.ts'

/** Longer texts are masked without keeping their whitespace, so that the time stays bounded. UTF-16 units. */
const KEEP_WHITESPACE_UP_TO = 1_000_000

const WHITESPACE = /\s+/g

/** `text` with an asterisk for every UTF-16 unit that is not whitespace. Gives `text` itself when nothing changes. */
export function asterisks(text: string): string {
  if (text.length > KEEP_WHITESPACE_UP_TO) return repeat('*', text.length)
  WHITESPACE.lastIndex = 0
  let masked = ''
  let at = 0
  for (let space = exec(WHITESPACE, text); space; space = exec(WHITESPACE, text)) {
    masked += repeat('*', space.index - at) + space[0]
    at = space.index + space[0].length
  }
  return at === text.length ? masked : masked + repeat('*', text.length - at)
}

/** Places in a text: start and end of each, one after the other. They may overlap and come in any order. */
export type Ranges = number[]

export function addRange(ranges: Ranges, start: number, end: number): void {
  if (end <= start) return
  ranges[ranges.length] = start
  ranges[ranges.length] = end
}

/** `text` with asterisks in `ranges`. Gives `text` itself when there are none. */
export function maskRanges(text: string, ranges: Ranges): string {
  if (ranges.length === 0) return text
  const ordered = isOrdered(ranges) ? ranges : inOrder(ranges)
  let masked = ''
  let at = 0
  for (let i = 0; i < ordered.length; i += 2) {
    const start = max(ordered[i]!, at)
    const end = ordered[i + 1]!
    if (end <= at) continue
    masked += slice(text, at, start) + asterisks(slice(text, start, end))
    at = end
  }
  return masked + slice(text, at)
}

function isOrdered(ranges: Ranges): boolean {
  for (let i = 2; i < ranges.length; i += 2) if (ranges[i]! < ranges[i - 2]!) return false
  return true
}

/** By their start. A range is one number here, so that a typed array can sort them. */
function inOrder(ranges: Ranges): Ranges {
  const packed = new Numbers(ranges.length / 2)
  for (let i = 0; i < packed.length; i++) packed[i] = ranges[2 * i]! * SHIFT + ranges[2 * i + 1]!
  sortNumbers(packed)
  const ordered: Ranges = []
  for (let i = 0; i < packed.length; i++) {
    const end = packed[i]! % SHIFT
    addRange(ordered, (packed[i]! - end) / SHIFT, end)
  }
  return ordered
}
/** More than any text that is looked through has characters. */
const SHIFT = 2 ** 26
const sortNumbers = methodOf<Float64Array, [], unknown>(Numbers.prototype, 'sort')

/**
 * `text` with asterisks wherever `find` finds something. It is asked again while it does: what was masked may have hidden
 * what stands beside it, such as the digits of a key that touch a card number.
 */
export function maskFound(text: string, find: (text: string, found: Ranges) => void): string {
  let masked = text
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const found: Ranges = []
    find(masked, found)
    const next = maskRanges(masked, found)
    if (next === masked) break
    masked = next
  }
  return masked
}
const MAX_ROUNDS = 8

/** Whether `text` holds nothing but asterisks and whitespace: it is masked, or there is nothing to mask. */
export function isMasked(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = charCodeAt(text, i)
    if (code !== 0x2a && code > 0x20 && code !== 0xa0) return false
  }
  return true
}
