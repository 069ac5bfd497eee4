import { addRange, maskRanges, type Ranges } from '../../../shared/privacy/asterisks.ts'
import { exec, indexOf, matches } from '../../../shared/privacy/natives.ts'
import { isSensitiveKey, maskKeyed } from './mask-body.ts'
import { maskTag } from './mask-tag.ts'
import type { MaskText } from './mask-text.ts'

/** A name with a value behind, as people log it: `password=abc`, `token: "abc"`. */
const NAMED = /([a-z_][\w.-]{1,40})(\s?=\s?|:\s{0,2})(["'`]?)([^\s"'`,;&)}\]]+)/gi

/** A tag with an attribute, as it is logged. */
const TAG = /<[a-z][^<>]*="/i

/** Masks a text of the page's code: what is secret by its form, in JSON, behind a name that says so, in attributes of tags. */
export function maskLog(text: string, secrets: MaskText): string {
  const shown = indexOf(text, '="') !== -1 && matches(TAG, text) ? maskTag(text, secrets) : text
  return maskKeys(shown, secrets)
}

function maskKeys(text: string, secrets: MaskText): string {
  const named = indexOf(text, '=') === -1 && indexOf(text, ':') === -1 ? text : maskNamed(text)
  return indexOf(named, '"') === -1 ? secrets(named) : maskKeyed(named, false, secrets)
}

function maskNamed(text: string): string {
  const found: Ranges = []
  NAMED.lastIndex = 0
  for (let pair = exec(NAMED, text); pair; pair = exec(NAMED, text)) {
    const value = pair[4]!
    if (!isSensitiveKey(pair[1]!) || !isValue(pair[2]!, pair[3]!, value)) continue
    const end = pair.index + pair[0].length
    addRange(found, end - value.length, end)
  }
  return maskRanges(text, found)
}

/** Of a format: what stands in its place is another argument. */
const DIRECTIVE = /^%[sdifoOcj]$/

/** Behind a colon, a word without digits is more likely prose: "Password: required". */
function isValue(separator: string, quote: string, value: string): boolean {
  if (matches(DIRECTIVE, value)) return false
  return quote !== '' || indexOf(separator, '=') !== -1 || matches(/[\d_\-.!$%^&*+@#]./, value)
}
