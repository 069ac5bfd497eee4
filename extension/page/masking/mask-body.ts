import { addRange, asterisks, maskRanges, type Ranges } from '../../../shared/privacy/asterisks.ts'
import { charCodeAt, exec, indexOf, matches, slice, trim } from '../../../shared/privacy/natives.ts'
import { isSecretName, wordsOf } from '../../../shared/privacy/secret-names.ts'
import { kindOfWords } from './field-kind.ts'
import { maskParameters, type UrlRules } from './mask-url.ts'
import type { MaskText } from './mask-text.ts'

/** A body is read up to here; what is behind is left out. UTF-16 units. */
const MAX_BODY = 64 * 1024

/** Bodies that are text. Everything else gives nothing. */
const TEXT_TYPE =
  /^\s*(?:$|text\/|multipart\/form-data|application\/(?:[\w.+-]*(?:json|xml|javascript|graphql|x-www-form-urlencoded|x-ndjson|csp-report|yaml)))/i

/** Whether what `name` names is masked whatever its value: secrets, and what a form would mask. */
export function isSensitiveKey(name: string): boolean {
  if (isSecretName(name)) return true
  const kind = name.length > 60 ? null : kindOfWords(wordsOf(name))
  return kind !== null && kind !== 'email'
}

/** Masks the body of a request or an answer, or a message of a socket. Same length, up to 64 KB. */
export function maskBody(contentType: string, body: string, rules: UrlRules): string {
  if (!matches(TEXT_TYPE, contentType)) return ''
  const text = body.length > MAX_BODY ? slice(body, 0, MAX_BODY) : body
  try {
    if (matches(/multipart\/form-data/i, contentType) || matches(MULTIPART, text))
      return maskMultipart(text, rules)
    if (
      matches(/x-www-form-urlencoded/i, contentType) ||
      (matches(UNTOLD, contentType) && matches(FORM, trim(text)))
    )
      return rules.maskText(maskParameters(text, rules))
    return maskKeyed(text, rules.strict, rules.maskText)
  } catch {
    return asterisks(text)
  }
}
const MULTIPART = /^--[^\r\n]+\r?\ncontent-disposition:/i
/** What a text is sent as when the page does not say what it is. */
const UNTOLD = /^\s*(?:$|text\/plain)/i
const FORM = /^[\w.[\]%-]+=[^\s{}"]*(?:&[\w.[\]%-]+=[^\s{}"]*)*$/

/** A name in quotes with a colon behind, as JSON has it, also inside a string of JSON. */
const KEY = /\\*"((?:[^"\\]|\\[^"]){1,100})\\*"\s*:\s*/g

/**
 * Masks JSON without parsing it, so that what is cut short, or part of a longer text, is masked too. The value of a
 * sensitive name is masked, with all that is in it; in *strict* every text and number is.
 */
export function maskKeyed(text: string, strict: boolean, maskText: MaskText): string {
  if (strict) return maskText(maskRanges(text, allValues(text)))
  if (indexOf(text, '"') === -1) return maskText(text)
  const found: Ranges = []
  KEY.lastIndex = 0
  for (let key = exec(KEY, text); key; key = exec(KEY, text)) {
    if (!isSensitiveKey(key[1]!)) continue
    const start = key.index + key[0].length
    const end = endOfValue(text, start)
    addValues(text, start, end, found)
    KEY.lastIndex = end > start ? end : start
  }
  return maskText(maskRanges(text, found))
}

/** Behind the value that begins at `start`: a string, an object or array with its content, or a word. */
function endOfValue(text: string, start: number): number {
  let depth = 0
  let at = start
  while (at < text.length) {
    const code = charCodeAt(text, at)
    if (code === 0x22 || code === 0x5c) at = endOfString(text, at)
    else {
      if (code === 0x7b || code === 0x5b) depth++
      else if (code === 0x7d || code === 0x5d) depth--
      else if (depth === 0 && (code === 0x2c || code <= 0x20)) return at
      if (depth < 0) return at
      at++
    }
    if (depth === 0 && at > start) {
      const before = charCodeAt(text, at - 1)
      if (before === 0x22 || before === 0x7d || before === 0x5d) return at
    }
  }
  return at
}

/** Behind the string at `at`, whose quotes may themselves be escaped (JSON in a string of JSON). */
function endOfString(text: string, at: number): number {
  let open = at
  while (charCodeAt(text, open) === 0x5c) open++
  if (charCodeAt(text, open) !== 0x22) return open > at ? open : at + 1
  const escapes = open - at
  for (let i = open + 1; i < text.length; i++) {
    if (charCodeAt(text, i) !== 0x22) continue
    let slashes = 0
    while (charCodeAt(text, i - 1 - slashes) === 0x5c) slashes++
    // The string around this one ends.
    if (slashes < escapes) return i - slashes
    // Every level of JSON doubles the backslashes: what is more than those of the level itself are the text's own.
    if (slashes % (2 * (escapes + 1)) === escapes) return i + 1
  }
  return text.length
}

/**
 * Marks what is said between `start` and `end`: not the quotes, brackets and commas that hold it together, nor the names
 * in it. What begins at `start` is a value.
 */
function addValues(text: string, start: number, end: number, found: Ranges): void {
  for (let at = start; at < end;) {
    const code = charCodeAt(text, at)
    if (code === 0x22 || code === 0x5c) {
      const close = endOfString(text, at)
      if (at === start || !isColon(text, close)) addRuns(text, at, close, found)
      at = close
    } else {
      const word = at
      while (at < end && !isStructure(charCodeAt(text, at))) at++
      addRange(found, word, at)
      if (at === word) at++
    }
  }
}

/** Whether a colon follows, so that the string before it is a name. */
function isColon(text: string, from: number): boolean {
  let at = from
  while (charCodeAt(text, at) <= 0x20) at++
  return charCodeAt(text, at) === 0x3a
}

/** White space and `" , : [ \ ] { }`. */
const isStructure = (code: number) =>
  code <= 0x20 ||
  code === 0x22 ||
  code === 0x2c ||
  code === 0x3a ||
  (code >= 0x5b && code <= 0x5d) ||
  code === 0x7b ||
  code === 0x7d

/** All of a string but its quotes and backslashes, so that it can still be parsed. */
function addRuns(text: string, start: number, end: number, found: Ranges): void {
  const string = slice(text, start, end)
  RUN.lastIndex = 0
  for (let run = exec(RUN, string); run; run = exec(RUN, string)) {
    addRange(found, start + run.index, start + run.index + run[0].length)
  }
}
const RUN = /[^\s"\\]+/g

function allValues(text: string): Ranges {
  const found: Ranges = []
  addValues(text, 0, text.length, found)
  return found
}

/** Masks the parts of a form whose names are sensitive, and all file names. */
function maskMultipart(text: string, rules: UrlRules): string {
  const boundary = exec(/^\s*(--[^\r\n]+)/, text)?.[1]
  if (!boundary) return rules.maskText(text)
  let masked = ''
  let at = 0
  while (at < text.length) {
    const next = indexOf(text, boundary, at + boundary.length)
    const end = next === -1 ? text.length : next
    masked += maskPart(slice(text, at, end), boundary, rules)
    at = end
  }
  return masked
}

function maskPart(part: string, boundary: string, rules: UrlRules): string {
  const gap = exec(/\r?\n\r?\n/, part)
  const head = gap ? slice(part, 0, gap.index + gap[0].length) : part
  const body = gap ? slice(part, head.length) : ''
  const name = exec(/\bname="([^"]*)"/i, head)?.[1] ?? ''
  const file = exec(/\bfilename\*?="?([^";\r\n]*)/i, head)
  const shownHead = file
    ? slice(head, 0, file.index) +
      slice(file[0], 0, file[0].length - file[1]!.length) +
      asterisks(file[1]!) +
      slice(head, file.index + file[0].length)
    : head
  const shownBody =
    rules.strict || file || isSensitiveKey(name) ? asterisks(body) : maskKeyed(body, false, rules.maskText)
  return boundary + rules.maskText(slice(shownHead, boundary.length)) + shownBody
}
