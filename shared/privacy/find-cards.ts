import { charCodeAt, exec } from './natives.ts'
import { addRange, type Ranges } from './asterisks.ts'

/** What people and pages put between the digits of a number: spaces, dashes, dots, and what cannot be seen. */
export const SEPARATORS =
  ' \\t\\n\\r.\\-_\\u00a0\\u00ad\\u00b7\\u2000-\\u2015\\u202f\\u205f\\u2060\\u2212\\u3000\\ufeff'
const DIGIT = '[0-9\\uff10-\\uff19\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f]'
const MAX_BETWEEN = 3

const TWELVE_DIGITS = new RegExp(`${DIGIT}(?:[${SEPARATORS}]{0,${MAX_BETWEEN}}${DIGIT}){11}`, 'g')
const SEPARATOR = new RegExp(`[${SEPARATORS}]`)

const MIN_DIGITS = 12
const MAX_DIGITS = 19

/**
 * Finds payment card numbers: a known brand's prefix and length (ISO/IEC 7812), a valid Luhn checksum, and digits that
 * stand together or in groups as cards are written. A run of digits that is part of a longer one is none.
 */
export function findCards(text: string, found: Ranges): void {
  TWELVE_DIGITS.lastIndex = 0
  for (let match = exec(TWELVE_DIGITS, text); match; match = exec(TWELVE_DIGITS, text)) {
    TWELVE_DIGITS.lastIndex = examineRun(text, match.index, found)
  }
}

/** Looks at the run of digits and separators from `start` on. Gives its end. */
function examineRun(text: string, start: number, found: Ranges): number {
  const starts: number[] = []
  const lengths: number[] = []
  let between = 0
  let at = start
  for (; at < text.length && between <= MAX_BETWEEN; at++) {
    const code = charCodeAt(text, at)
    if (digitOf(code) >= 0) {
      if (between > 0 || starts.length === 0) {
        starts[starts.length] = at
        lengths[lengths.length] = 0
      }
      lengths[lengths.length - 1]!++
      between = 0
    } else if (isSeparator(text, at, code)) between++
    else break
  }
  for (let group = 0; group < starts.length; group++) {
    const count = cardGroups(text, starts, lengths, group)
    if (count === 0) continue
    const last = group + count - 1
    addRange(found, starts[group]!, starts[last]! + lengths[last]!)
    group = last
  }
  return at
}

/** How many groups from `first` on make a card number; 0 when they make none. */
function cardGroups(text: string, starts: number[], lengths: number[], first: number): number {
  let digits = 0
  let best = 0
  for (let last = first; last < starts.length; last++) {
    digits += lengths[last]!
    if (digits > MAX_DIGITS) break
    const count = last - first + 1
    if (digits < MIN_DIGITS || !isCardLayout(lengths, first, count)) continue
    if (count === 1 && isFraction(text, starts[first]!)) continue
    if (isCardNumber(text, starts[first]!, digits)) best = count
  }
  return best
}

/** Digits in one piece, in fours, 4-6-5 or 4-6-4, or in equal groups that stand alone. */
function isCardLayout(lengths: number[], first: number, count: number): boolean {
  if (count === 1) return true
  const size = lengths[first]!
  const last = first + count - 1
  if (size === 4 && count === 3 && lengths[first + 1] === 6) return lengths[last] === 5 || lengths[last] === 4
  for (let i = first + 1; i < last; i++) if (lengths[i] !== size) return false
  if (size === 4) return lengths[last]! <= 5
  if (lengths[last] !== size) return false
  return size === 8 || (size <= 3 && lengths[first - 1] !== size && lengths[last + 1] !== size)
}

/** `0.4539578763621486` is a number of the page's, not a card. */
function isFraction(text: string, start: number): boolean {
  return charCodeAt(text, start - 1) === 0x2e && digitOf(charCodeAt(text, start - 2)) >= 0
}

function isCardNumber(text: string, start: number, digits: number): boolean {
  let prefix = 0
  let sum = 0
  let eanSum = 0
  for (let at = start, seen = 0; seen < digits; at++) {
    const digit = digitOf(charCodeAt(text, at))
    if (digit < 0) continue
    if (seen < 4) prefix = prefix * 10 + digit
    const fromRight = digits - seen
    const doubled = fromRight % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
    eanSum += fromRight % 2 === 0 ? digit * 3 : digit
    seen++
  }
  if (sum % 10 !== 0 || !isBrand(prefix, digits)) return false
  // Thirteen digits are far more often an article number (EAN-13) than one of Visa's old cards.
  return digits !== 13 || eanSum % 10 !== 0
}

/** Prefixes and lengths that the networks publish. `prefix` is the first four digits. */
function isBrand(prefix: number, digits: number): boolean {
  const two = (prefix / 100) | 0
  if (prefix >= 4000 && prefix <= 4999) return digits === 13 || digits === 16 || digits === 19 // Visa
  if ((two >= 51 && two <= 55) || (prefix >= 2221 && prefix <= 2720)) return digits === 16 // Mastercard
  if (two === 34 || two === 37) return digits === 15 // American Express
  if (two === 36 || two === 38 || two === 39 || (prefix >= 3000 && prefix <= 3059)) return digits >= 14 // Diners
  if (prefix >= 3528 && prefix <= 3589) return digits >= 16 // JCB
  if (prefix >= 2200 && prefix <= 2204) return digits >= 16 // Mir
  if (prefix === 6011 || two === 65 || (prefix >= 6440 && prefix <= 6499)) return digits >= 16 // Discover
  if (two === 62 || two === 81) return digits >= 16 // UnionPay
  if (two === 60 || two === 82 || (prefix >= 5080 && prefix <= 5089)) return digits === 16 // RuPay
  if (prefix === 9792) return digits === 16 // Troy
  // Maestro
  return (two === 50 || (two >= 56 && two <= 58) || (two >= 61 && two <= 69)) && digits >= 12
}

/** The value of a decimal digit of the scripts that card forms are filled in, -1 for anything else. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  if (code < 0x660) return -1
  if (code <= 0x669) return code - 0x660
  if (code >= 0x6f0 && code <= 0x6f9) return code - 0x6f0
  if (code >= 0x966 && code <= 0x96f) return code - 0x966
  return code >= 0xff10 && code <= 0xff19 ? code - 0xff10 : -1
}

function isSeparator(text: string, at: number, code: number): boolean {
  return code === 0x20 || code === 0x2d || exec(SEPARATOR, text[at]!) !== null
}
