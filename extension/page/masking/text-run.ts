import { charCodeAt, matches, slice, wordSet } from '../../../shared/privacy/natives.ts'
import type { MaskText } from './mask-text.ts'

/** Elements that end a line: text before and after them is not one. */
const BLOCKS = wordSet(
  'address article aside blockquote body button center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu meta nav noscript ol optgroup option p pre script search section select style summary table tbody td template textarea tfoot th thead title tr ul iframe input img video canvas object link',
)

export const isBlock = (tagName: string): boolean => BLOCKS[tagName] === true

/** A text in the page: what it says, and how to change it. */
export interface RunItem {
  text: string
  set(masked: string): void
}

/** More than this is not looked at as one text. UTF-16 units. */
const MAX_RUN = 20_000

/**
 * Texts that stand in one line, though in several nodes. A secret may be spread over them, so they are masked as one;
 * each keeps its own length.
 */
export interface TextRun {
  add(item: RunItem): void
  /** White space, or a line break, between two texts. */
  gap(): void
  /** Masks what was added, and begins anew. */
  end(): void
}

export function createTextRun(mask: MaskText): TextRun {
  let items: RunItem[] = []
  /** Where in `joined` each item begins. */
  let starts: number[] = []
  let joined = ''

  function end(): void {
    if (items.length === 1) maskOne(items[0]!, mask)
    else if (items.length > 1) maskTogether()
    items = []
    starts = []
    joined = ''
  }

  function maskTogether(): void {
    const together = mask(joined)
    for (let i = 0; i < items.length; i++) {
      const item = items[i]!
      const alone = mask(item.text)
      const shared = slice(together, starts[i]!, starts[i]! + item.text.length)
      const masked = alone === item.text ? shared : overlay(alone, shared)
      if (masked !== item.text) item.set(masked)
    }
  }

  return {
    add(item) {
      if (joined.length + item.text.length > MAX_RUN) end()
      items[items.length] = item
      starts[starts.length] = joined.length
      joined += item.text
    },
    gap() {
      if (joined !== '' && charCodeAt(joined, joined.length - 1) !== 0x20) joined += ' '
    },
    end,
  }
}

function maskOne(item: RunItem, mask: MaskText): void {
  const masked = mask(item.text)
  if (masked !== item.text) item.set(masked)
}

/** Two masks of the same text: masked is what either masks. */
function overlay(one: string, other: string): string {
  let both = ''
  for (let i = 0; i < one.length; i++) both += one[i] === '*' ? '*' : other[i]!
  return both
}

export const isBlank = (text: string): boolean => !matches(/\S/, text)
