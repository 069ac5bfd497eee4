import { charCodeAt, exec, repeat, slice } from './natives.ts'

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
  let masked = ''
  let at = 0
  for (let next = firstFrom(ranges, at); next !== -1; next = firstFrom(ranges, at)) {
    const start = ranges[next]! < at ? at : ranges[next]!
    const end = ranges[next + 1]!
    masked += slice(text, at, start) + asterisks(slice(text, start, end))
    at = end
  }
  return masked + slice(text, at)
}

/** Index in `ranges` of the range that begins first among those that end after `at`; -1 when there is none. */
function firstFrom(ranges: Ranges, at: number): number {
  let first = -1
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i + 1]! > at && (first === -1 || ranges[i]! < ranges[first]!)) first = i
  }
  return first
}

/** Whether `text` holds nothing but asterisks and whitespace: it is masked, or there is nothing to mask. */
export function isMasked(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = charCodeAt(text, i)
    if (code !== 0x2a && code > 0x20 && code !== 0xa0) return false
  }
  return true
}
