import type { Ranges } from '../../../shared/privacy/asterisks.ts'
import { findCards } from '../../../shared/privacy/find-cards.ts'
import { exec, matches } from '../../../shared/privacy/natives.ts'
import { isElement, localNameOf, parentOf, shortTextOf } from './live-dom.ts'

/** A text that may be a part of a card number. */
const PART = /^\s*[\d#•●*xX_]{1,6}\s*$/
/** A card number as it is shown, also while it is typed: digits, and signs for those that are still to come. */
const DISPLAY = /^[\d#•●*xX_·-]{12,23}$/
/** All but the last four digits are hidden, as shops show a card that they know. */
const LAST_FOUR = /^[^\d]{8,}\d{0,4}$/

const MAX_LEVELS = 5
/** Digits with white space from the markup between them. */
const MAX_TEXT = 300

/**
 * Whether a short live text with digits is part of a card number that is spread over several elements, even one for
 * each digit.
 */
export function isPartOfCard(text: string, node: Node): boolean {
  if (!matches(PART, text) || !matches(/\d/, text)) return false
  let at = parentOf(node)
  for (let level = 0; at && level < MAX_LEVELS; level++, at = parentOf(at)) {
    if (!isElement(at) || isRowOrCell(at)) return false
    const all = shortTextOf(at, MAX_TEXT)
    if (all === null) return false
    const shown = withoutSpace(all)
    if (matches(DISPLAY, shown)) {
      return !matches(LAST_FOUR, shown) && (matches(/[^\d-]/, shown) || isCard(shown))
    }
  }
  return false
}

/** Tables are full of numbers. */
const isRowOrCell = (element: Element) => matches(/^t[dhr]$/, localNameOf(element))

function isCard(digits: string): boolean {
  const found: Ranges = []
  findCards(digits, found)
  return found.length > 0
}

function withoutSpace(text: string): string {
  let rest = ''
  WORD.lastIndex = 0
  for (let word = exec(WORD, text); word; word = exec(WORD, text)) rest += word[0]
  return rest
}
const WORD = /\S+/g
