import { MASKED, PASSWORD, PRIVATE } from '../../page/masking/node-states.ts'
import { isValidSelector, nearest } from '../../page/masking/live-dom.ts'
import { findPattern } from '../../page/masking/mask-text.ts'
import type { FieldKind } from '../../page/masking/field-kind.ts'
import type { CompiledRules } from '../../page/masking/rules.ts'
import type { Sanitizer } from '../../page/masking/sanitize-node.ts'
import type { Ranges } from '../../../shared/privacy/asterisks.ts'
import { checkSelector } from '../../../shared/privacy/check-rules.ts'
import { findCards } from '../../../shared/privacy/find-cards.ts'
import { findEmails } from '../../../shared/privacy/find-emails.ts'
import { findKeys } from '../../../shared/privacy/find-keys.ts'
import { findSsns } from '../../../shared/privacy/find-ssns.ts'
import type { DocumentRules } from '../../../shared/protocol/site-settings.ts'

/** Which rule masks a place, in words for people. */
export interface Reasons {
  /** Something in a text for which no single rule was found: it is spread over several, or repeats a masked field. */
  secret: string
  /** An area that is masked, where a node has these bits. */
  ofArea(element: Element, flags: number): string
  ofBlock(element: Element, byClass: boolean): string
  ofField(element: Element, flags: number): string
  /** The masked parts of a text. */
  ofText(text: string, masked: string): { start: number; end: number; rule: string }[]
}

const FIELDS: Record<FieldKind, string> = {
  password: 'Password field',
  card: 'Card field',
  code: 'One-time code field',
  identity: 'Identity number field',
  email: 'Email field',
  hidden: 'Hidden field',
  file: 'File name',
  button: 'Button',
  choice: 'Choice',
  plain: 'Private field',
}

export function createReasons(rules: DocumentRules, compiled: CompiledRules, sanitizer: Sanitizer): Reasons {
  const usable = (selectors: string[]) =>
    selectors.filter((rule) => rule.trim() !== '' && checkSelector(rule, isValidSelector) === null)
  const maskSelectors = usable(rules.maskSelectors)
  const blockSelectors = usable(rules.blockSelectors)
  const finders: { rule: string; find: (text: string, found: Ranges) => void }[] = [
    { rule: 'Card number in text', find: findCards },
    { rule: 'Social security number in text', find: findSsns },
    ...(rules.maskEmails ? [{ rule: 'Email address in text', find: findEmails }] : []),
    { rule: 'Key or token in text', find: findKeys },
    ...compiled.patterns.map((pattern) => ({
      rule: `Pattern “${pattern.source}”`,
      find: (text: string, found: Ranges) => findPattern(text, pattern, found),
    })),
    { rule: 'Repeats a masked field', find: (text, found) => sanitizer.masks.echoes.find(text, found) },
  ]
  const secret = 'Secret in text'

  function ruleOfRange(text: string, start: number, end: number): string {
    for (const { rule, find } of finders) {
      const found: Ranges = []
      find(text, found)
      for (let i = 0; i < found.length; i += 2) if (found[i]! < end && found[i + 1]! > start) return rule
    }
    return secret
  }

  return {
    secret,
    ofArea(element, flags) {
      if (flags & PRIVATE) return 'data-private'
      if (flags & MASKED) {
        const rule = maskSelectors.find((selector) => nearest(element, selector))
        if (rule !== undefined) return `Mask “${rule}”`
      }
      return sanitizer.masks.strict ? 'Level strict' : 'Masked area'
    },
    ofBlock(element, byClass) {
      if (byClass) return 'Class rr-block'
      const rule = blockSelectors.find((selector) => element.matches(selector))
      return rule === undefined ? 'data-private' : `Block “${rule}”`
    },
    ofField: (element, flags) =>
      FIELDS[flags & PASSWORD ? 'password' : sanitizer.fields.kind(null, element, true)],
    ofText: (text, masked) =>
      maskedRanges(text, masked).map(({ start, end }) => ({
        start,
        end,
        rule: ruleOfRange(text, start, end),
      })),
  }
}

/** Where `masked` has asterisks in the place of something else; white space between two of them belongs to both. */
function maskedRanges(text: string, masked: string): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = []
  let last: { start: number; end: number } | undefined
  for (let i = 0; i < text.length; i++) {
    if (text[i] === masked[i]) continue
    if (last && text.slice(last.end, i).trim() === '') last.end = i + 1
    else ranges.push((last = { start: i, end: i + 1 }))
  }
  return ranges
}
