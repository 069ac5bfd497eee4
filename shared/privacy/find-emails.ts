import { charCodeAt, exec, indexOf, slice } from './natives.ts'
import { addRange, type Ranges } from './asterisks.ts'

/** RFC 5321, 4.5.3.1: the local part has at most 64 octets, the domain 255. */
const MAX_LOCAL = 64
const MAX_DOMAIN = 255

/** A dot and letters, as top-level domains begin; but not behind a version's number (`name@1.0.0-beta.next`). */
const DOMAIN = /^(?!v?\d+\.\d)[^.].*?\.(?:[a-z\u0080-\uffff]{2}|xn--)/i
/** `logo@2x.png` is a file, not an address. */
const RETINA_IMAGE = /^[1-9](?:\.\d)?x\.(?:png|jpe?g|gif|svg|webp|avif|ico)$/i

/** Finds email addresses, also those of internationalized domains. */
export function findEmails(text: string, found: Ranges): void {
  for (let at = indexOf(text, '@'); at !== -1; at = indexOf(text, '@', at + 1)) {
    let start = at
    while (start > 0 && at - start < MAX_LOCAL && isLocal(charCodeAt(text, start - 1))) start--
    if (start === at) continue
    let end = at + 1
    while (end < text.length && end - at <= MAX_DOMAIN && isDomain(charCodeAt(text, end))) end++
    while (end > at && !isLabelEnd(charCodeAt(text, end - 1))) end--
    const domain = slice(text, at + 1, end)
    if (exec(DOMAIN, domain) && !exec(RETINA_IMAGE, domain)) addRange(found, start, end)
  }
}

const isAlphanumeric = (code: number) =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)

/** Letters beyond ASCII, but not the punctuation and spaces of U+0080-00BF, U+2000-206F and U+3000-303F. */
const isForeignLetter = (code: number) =>
  code >= 0xc0 && !(code >= 0x2000 && code <= 0x206f) && !(code >= 0x3000 && code <= 0x303f) && code < 0xff00

const isLabelEnd = (code: number) => isAlphanumeric(code) || isForeignLetter(code)

/** The atoms of RFC 5322, without what an address is usually put between: = / ' ` { | } and &. */
const isLocal = (code: number) =>
  isLabelEnd(code) ||
  code === 0x2e || // .
  code === 0x2d || // -
  code === 0x5f || // _
  code === 0x2b || // +
  code === 0x25 || // %
  code === 0x7e // ~

const isDomain = (code: number) => isLabelEnd(code) || code === 0x2e || code === 0x2d
