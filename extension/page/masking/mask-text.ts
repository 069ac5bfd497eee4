import { addRange, asterisks, maskFound, type Ranges } from '../../../shared/privacy/asterisks.ts'
import { findSecrets } from '../../../shared/privacy/find-secrets.ts'
import { exec, indexOf, max, slice } from '../../../shared/privacy/natives.ts'
import type { Echoes } from './echoes.ts'
import type { Tally } from './tally.ts'

/** Longer texts are masked altogether: looking through them would take too long. UTF-16 units. */
export const MAX_TEXT = 1_000_000

/** Patterns of a site's own run on pieces this long, so that what they can cost is bounded; a match is at most half of it. */
const PIECE = 512
/** Pieces that one text may have: a longer one is masked altogether where a site has patterns of its own. */
const MAX_PIECES = 1_000

export interface TextRules {
  maskEmails: boolean
  patterns: RegExp[]
  echoes: Echoes
  tally: Tally
}

/** Masks what is secret in a text and leaves the rest. Never throws: what cannot be looked through is masked. */
export type MaskText = (text: string) => string

/** The mask for text without links in it; {@link createTextMask} adds those. */
export function createPlainMask({ maskEmails, patterns, echoes, tally }: TextRules): MaskText {
  const longest = patterns.length > 0 ? MAX_PIECES * PIECE : MAX_TEXT
  const find = (text: string, found: Ranges) => {
    findSecrets(text, maskEmails, found)
    echoes.find(text, found)
    for (let i = 0; i < patterns.length; i++) findPattern(text, patterns[i]!, found)
  }
  const findOwn = (rule: 'echo' | 'pattern', text: string, found: Ranges) => {
    if (rule === 'echo') echoes.find(text, found)
    else for (let i = 0; i < patterns.length; i++) findPattern(text, patterns[i]!, found)
  }
  return (text) => {
    if (text.length > longest) return asterisks(text)
    try {
      const masked = maskFound(text, find)
      if (masked !== text) tally.text(text, findOwn)
      return masked
    } catch {
      return asterisks(text)
    }
  }
}

/** Finds what fits a pattern of a site's own. */
export function findPattern(text: string, pattern: RegExp, found: Ranges): void {
  for (let start = 0; start < max(1, text.length - PIECE / 2); start += PIECE / 2) {
    const piece = text.length <= PIECE ? text : slice(text, start, start + PIECE)
    pattern.lastIndex = 0
    for (let match = exec(pattern, piece); match; match = exec(pattern, piece)) {
      addRange(found, start + match.index, start + match.index + match[0].length)
      if (match[0] === '') pattern.lastIndex++
    }
    if (text.length <= PIECE) return
  }
}

/**
 * An address with its scheme inside a text, or the parameters of any address. Punctuation around it does not matter for
 * the masks.
 */
const LINK = /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>`]+|\?[\w.%[\]-]{1,60}=[^\s"'<>`]+/gi

const mayHoldLink = (text: string) =>
  indexOf(text, '://') !== -1 || (indexOf(text, '?') !== -1 && indexOf(text, '=') !== -1)

/** Adds to a mask for plain text that links in the text are masked as links are. */
export function createTextMask(plain: MaskText, maskLink: (url: string) => string): MaskText {
  return (text) => {
    if (text.length > MAX_TEXT || !mayHoldLink(text)) return plain(text)
    try {
      LINK.lastIndex = 0
      let masked = ''
      let at = 0
      for (let link = exec(LINK, text); link; link = exec(LINK, text)) {
        const url = maskLink(link[0])
        masked += slice(text, at, link.index) + url
        at = link.index + link[0].length
      }
      return plain(masked + slice(text, at))
    } catch {
      return asterisks(text)
    }
  }
}
