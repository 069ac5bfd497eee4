import { charCodeAt, exec, Integers, log2, matches } from './natives.ts'

const TOKEN = /^[\w\-.~+/=:%]+$/
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
/** ULID, MongoDB's ObjectId: names of things, not secrets. */
const RECORD_ID = /^(?:[0-7][0-9A-HJKMNP-TV-Z]{25}|[0-9a-f]{24})$/
const HEX = /^(?:[0-9a-f]+|[0-9A-F]+)$/
/** 128 bits, the least that a random token should have (OWASP, session management). */
const MIN_HEX = 32
const MIN_MIXED = 16
/** Bits a character. English words joined stay below; random base64 of 16 characters and more is above. */
const MIN_ENTROPY = 3
/** Changes between digits, small and capital letters, to the length. camelCase has about 0.35, random base62 0.6. */
const MIN_CHANGES = 0.42

/**
 * Whether `text` looks like a random token: long, of a token's characters, of high entropy, and not a UUID or a record's
 * id. Names, words joined by dashes, dates and numbers do not.
 */
export function looksSecret(text: string): boolean {
  if (text.length < MIN_MIXED || !matches(TOKEN, text) || matches(UUID, text) || matches(RECORD_ID, text)) {
    return false
  }
  if (matches(HEX, text)) return text.length >= MIN_HEX && entropy(text) >= 2.5 && !matches(/^\d+$/, text)
  PIECE.lastIndex = 0
  for (let piece = exec(PIECE, text); piece; piece = exec(PIECE, text)) {
    if (isRandom(piece[0])) return true
  }
  return false
}
const PIECE = /[A-Za-z0-9]{16,}/g

function isRandom(piece: string): boolean {
  if (matches(HEX, piece)) return piece.length >= MIN_HEX && !matches(/^\d+$/, piece)
  return entropy(piece) >= MIN_ENTROPY && changes(piece) / piece.length >= MIN_CHANGES
}

/** How often the kind of character changes: digit, small letter, capital. */
function changes(text: string): number {
  let count = 0
  let before = -1
  for (let i = 0; i < text.length; i++) {
    const code = charCodeAt(text, i)
    const kind = code <= 0x39 ? 0 : code <= 0x5a ? 1 : 2
    if (before !== -1 && kind !== before) count++
    before = kind
  }
  return count
}

const counts = new Integers(128)

/** Shannon's entropy of the characters of `text`, in bits a character. */
export function entropy(text: string): number {
  for (let i = 0; i < counts.length; i++) counts[i] = 0
  for (let i = 0; i < text.length; i++) counts[charCodeAt(text, i) & 127]!++
  let bits = 0
  for (let i = 0; i < 128; i++) {
    const share = counts[i]! / text.length
    if (share > 0) bits -= share * log2(share)
  }
  return bits
}
