import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { charCodeAt, exec, indexOf, matches, slice } from '../../../shared/privacy/natives.ts'
import type { MaskText } from './mask-text.ts'

export interface CssRules {
  maskText: MaskText
  maskUrl(url: string): string
  /** Text that CSS adds to the page (`content`, custom properties) is masked whole, but for icons. */
  hideText: boolean
  /** Pictures are left out: every address but a reference into the document. */
  hideImages: boolean
}

/** Where text or an address begins in CSS, and custom properties with their values, up to a string or an address. */
const TOKEN = /url\(|["']|\/\*|--[\w-]+(?:\s*:(?:(?!url\(|\/\*)[^;{}"'])*)?/gi
/** Declarations whose strings become text on the page. */
const TEXT_PROPERTY = /(?:^|[;{\s*/])(?:content|quotes|--[\w-]+)\s*:[^;{}]*$/i
const LOOK_BACK = 200

const DASH = 0x2d
/** A string that is an address: in `@import`, and in functions that choose a picture. */
const ADDRESS_BEFORE = /@import\s*$|(?:image-set|src)\([^()]*$/i

/** A string, comment or address in CSS: where its content is, and where it ends altogether. */
interface Piece {
  start: number
  end: number
  close: number
}

/** Masks addresses and texts in CSS: a stylesheet, a rule, or the declarations of an element. */
export function maskCss(css: string, rules: CssRules): string {
  let masked = ''
  let at = 0
  TOKEN.lastIndex = 0
  for (let token = exec(TOKEN, css); token; token = exec(TOKEN, css)) {
    const opener = token[0]
    const start = token.index
    const isAddress = opener.length === 4 && charCodeAt(opener, 0) !== DASH
    const isProperty = charCodeAt(opener, 0) === DASH
    const piece = isAddress
      ? addressAt(css, start + 4)
      : isProperty
        ? { start, end: start + opener.length, close: start + opener.length }
        : opener === '/*'
          ? until(css, '*/', start + 2)
          : stringAt(css, start)
    const content = slice(css, piece.start, piece.end)
    if (isAddress && rules.hideImages && content !== '' && charCodeAt(content, 0) !== 0x23) {
      masked += slice(css, at, start) + 'none'
      at = piece.close
    } else {
      const replacement = isAddress
        ? maskAddress(content, rules)
        : isProperty || opener === '/*'
          ? rules.maskText(content)
          : maskString(slice(css, start > LOOK_BACK ? start - LOOK_BACK : 0, start), content, rules)
      if (replacement !== content) {
        masked += slice(css, at, piece.start) + replacement
        at = piece.end
      }
    }
    TOKEN.lastIndex = piece.close
  }
  return at === 0 ? css : masked + slice(css, at)
}

/** A reference into the document, such as a filter, is no address. */
const maskAddress = (url: string, rules: CssRules) => (charCodeAt(url, 0) === 0x23 ? url : rules.maskUrl(url))

function maskString(before: string, text: string, rules: CssRules): string {
  if (matches(ADDRESS_BEFORE, before)) {
    return rules.hideImages && !matches(/@import\s*$/i, before) ? asterisks(text) : rules.maskUrl(text)
  }
  if (rules.hideText && matches(TEXT_PROPERTY, before) && !isIcon(text)) return asterisks(text)
  return rules.maskText(text)
}

/** One or two characters, or escapes of the private use areas that icon fonts take. */
const isIcon = (text: string) =>
  text.length <= 2 || matches(/^(?:\\[ef][0-9a-f]{3}\s?|[\ue000-\uf8ff])+$/i, text)

function addressAt(css: string, from: number): Piece {
  let start = from
  while (start < css.length && charCodeAt(css, start) <= 0x20) start++
  const quote = charCodeAt(css, start)
  if (quote !== 0x22 && quote !== 0x27) return until(css, ')', start)
  const { start: inner, end, close } = stringAt(css, start)
  return { start: inner, end, close: until(css, ')', close).close }
}

/** From `start` to the next `closer`, or to the end of the text. */
function until(text: string, closer: string, start: number): Piece {
  const end = indexOf(text, closer, start)
  return end === -1
    ? { start, end: text.length, close: text.length }
    : { start, end, close: end + closer.length }
}

/** The string whose opening quote is at `at`. */
function stringAt(text: string, at: number): Piece {
  const quote = charCodeAt(text, at)
  for (let end = at + 1; end < text.length; end++) {
    const code = charCodeAt(text, end)
    if (code === 0x5c) end++
    else if (code === quote) return { start: at + 1, end, close: end + 1 }
  }
  return { start: at + 1, end: text.length, close: text.length }
}
