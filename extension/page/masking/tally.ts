import type { MaskedRule, MaskingRule } from '../../../shared/session/review.ts'
import type { Ranges } from '../../../shared/privacy/asterisks.ts'
import { findCards } from '../../../shared/privacy/find-cards.ts'
import { findEmails } from '../../../shared/privacy/find-emails.ts'
import { findKeys } from '../../../shared/privacy/find-keys.ts'
import { findSsns } from '../../../shared/privacy/find-ssns.ts'
import {
  charCodeAt,
  dictionary,
  exec,
  keysOf,
  methodOf,
  slice,
  Weak,
} from '../../../shared/privacy/natives.ts'

/**
 * Counts what the masks of a document have masked, by rule, for the tester who reviews the session. It is told only when
 * something was masked, so what is not costs nothing. It keeps no text: a hash tells two values apart, and the example
 * is asterisks.
 */
export interface Tally {
  /** An element was masked as a whole; each counts once. @param masked what its text is now */
  element(rule: MaskingRule, element: Element, masked: string): void
  /** One more, for what its caller knows to be new. */
  more(rule: MaskingRule): void
  /** What was masked by a rule looks like this. */
  example(rule: MaskingRule, masked: string): void
  /** A value was masked as a whole; each counts once. */
  value(rule: MaskingRule, text: string, masked: string): void
  /** Secrets in a text were masked. @param find finds what rules of the page's own masked, by rule */
  text(text: string, find: FindOwn): void
  /** The counts, when they have changed since the last call; else null. */
  changed(): MaskedRule[] | null
}

type FindOwn = (rule: 'echo' | 'pattern', text: string, found: Ranges) => void

/** Values by their form, in the order in which they are looked for: a text is counted where it was found first. */
const FORMS: readonly [MaskingRule, (text: string, found: Ranges) => void][] = [
  ['key', findKeys],
  ['card', findCards],
  ['ssn', findSsns],
  ['email', findEmails],
]
/** Longer texts are not gone through once more just to be counted. UTF-16 units. */
const MAX_TEXT = 20_000
/** Different values that are remembered; further ones are not counted. */
const MAX_VALUES = 2_000
const MAX_EXAMPLE = 24
const ASTERISKS = /\*[*\s]*/

const has = methodOf<WeakSet<Element>, [Element], boolean>(Weak.prototype, 'has')
const add = methodOf<WeakSet<Element>, [Element], unknown>(Weak.prototype, 'add')

export function createTally(): Tally {
  const rules = dictionary<MaskedRule>()
  const elements = new Weak<Element>()
  const values = dictionary<true>()
  let remembered = 0
  let isChanged = false

  function entry(rule: MaskingRule): MaskedRule {
    return (rules[rule] ??= { rule, count: 0, example: '' })
  }

  function more(rule: MaskingRule): void {
    entry(rule).count++
    isChanged = true
  }

  function example(rule: MaskingRule, masked: string): void {
    const known = entry(rule)
    if (known.example !== '') return
    const found = exec(ASTERISKS, masked)
    if (found) known.example = slice(found[0], 0, MAX_EXAMPLE)
  }

  function value(rule: MaskingRule, text: string, masked: string): void {
    const key = rule + hash(text)
    if (values[key] || remembered === MAX_VALUES) return
    values[key] = true
    remembered++
    more(rule)
    example(rule, masked)
  }

  function count(rule: MaskingRule, text: string, found: Ranges, taken: Ranges): void {
    for (let i = 0; i < found.length; i += 2) {
      const start = found[i]!
      const end = found[i + 1]!
      if (overlaps(taken, start, end)) continue
      taken[taken.length] = start
      taken[taken.length] = end
      const one = slice(text, start, end)
      value(rule, one, shape(one))
    }
  }

  function countForms(text: string, find: FindOwn): void {
    const taken: Ranges = []
    for (let i = 0; i < FORMS.length; i++) {
      const found: Ranges = []
      FORMS[i]![1](text, found)
      count(FORMS[i]![0], text, found, taken)
    }
    const echoed: Ranges = []
    find('echo', text, echoed)
    count('echo', text, echoed, taken)
    const matched: Ranges = []
    find('pattern', text, matched)
    count('pattern', text, matched, taken)
  }

  return {
    element(rule, element, masked) {
      if (!has(elements, element)) {
        add(elements, element)
        more(rule)
      }
      example(rule, masked)
    },
    more,
    example,
    value,
    text(text, find) {
      if (text.length <= MAX_TEXT) safely(() => countForms(text, find))
    },
    changed() {
      if (!isChanged) return null
      isChanged = false
      const counted: MaskedRule[] = []
      for (let i = 0, names = keysOf(rules); i < names.length; i++) {
        const { rule, count: sum, example: shown } = rules[names[i]!]!
        if (sum > 0) counted[counted.length] = { rule, count: sum, example: shown }
      }
      return counted
    },
  }
}

/** What cannot be counted is masked all the same. */
function safely(count: () => void): void {
  try {
    count()
  } catch {
    // The count is too low then.
  }
}

function overlaps(taken: Ranges, start: number, end: number): boolean {
  for (let i = 0; i < taken.length; i += 2) if (start < taken[i + 1]! && end > taken[i]!) return true
  return false
}

/** Asterisks and blanks. */
function shape(text: string): string {
  let masked = ''
  for (let i = 0; i < text.length && i < MAX_EXAMPLE; i++) masked += text[i] === ' ' ? ' ' : '*'
  return masked
}

/** 32 bits; two values with the same one count as one. (FNV-1a) */
function hash(text: string): string {
  let sum = 0x811c9dc5
  for (let i = 0; i < text.length; i++) sum = multiply(sum ^ charCodeAt(text, i), 0x01000193)
  return `${sum}`
}
const { imul: multiply } = Math
