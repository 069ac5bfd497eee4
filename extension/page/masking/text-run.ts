import { matches, slice, wordSet } from '../../../shared/privacy/natives.ts'
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
  /** What stands before each item: nothing, or a space. */
  let gaps: string[] = []
  let length = 0
  let gap = ''

  function end(): void {
    if (items.length === 1) maskOne(items[0]!, mask)
    else if (items.length > 1) maskTogether()
    items = []
    gaps = []
    length = 0
    gap = ''
  }

  function maskTogether(): void {
    const masked: string[] = []
    for (let i = 0; i < items.length; i++) masked[i] = mask(items[i]!.text)
    maskJoined(masked, '')
    // Styles may set apart what touches in the markup: four groups of digits behind a number of their own.
    maskJoined(masked, ' ')
    for (let i = 0; i < items.length; i++) if (masked[i] !== items[i]!.text) items[i]!.set(masked[i]!)
  }

  /** Masks the items as one text, with `joint` where there is no gap between them. */
  function maskJoined(masked: string[], joint: string): void {
    let text = ''
    for (let i = 0; i < items.length; i++) text += (i === 0 ? '' : gaps[i] || joint) + items[i]!.text
    const together = mask(text)
    if (together === text) return
    for (let i = 0, at = 0; i < items.length; i++) {
      if (i > 0) at += (gaps[i] || joint).length
      const { text } = items[i]!
      masked[i] = overlay(masked[i]!, slice(together, at, at + text.length))
      at += text.length
    }
  }

  return {
    add(item) {
      if (length + item.text.length > MAX_RUN) end()
      items[items.length] = item
      gaps[gaps.length] = gap
      length += item.text.length
      gap = ''
    },
    gap() {
      gap = ' '
    },
    end,
  }
}

function maskOne(item: RunItem, mask: MaskText): void {
  const masked = mask(item.text)
  if (masked !== item.text) item.set(masked)
}

/** Two masks of the same text: masked is what either masks. */
export function overlay(one: string, other: string): string {
  if (one === other) return one
  let both = ''
  for (let i = 0; i < one.length; i++) both += one[i] === '*' ? '*' : other[i]!
  return both
}

export const isBlank = (text: string): boolean => !matches(/\S/, text)
