import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { looksSecret } from '../../../shared/privacy/looks-secret.ts'
import {
  charCodeAt,
  decodeUri,
  exec,
  indexOf,
  lastIndexOf,
  matches,
  slice,
  toLowerCase,
  wordSet,
} from '../../../shared/privacy/natives.ts'
import { isSecretName, mayNameSecret } from '../../../shared/privacy/secret-names.ts'
import { maskDataUrl } from './mask-data-url.ts'
import type { MaskText } from './mask-text.ts'

export interface UrlRules {
  /** What is secret by its form, anywhere in the address. */
  maskText: MaskText
  /** Masks every value of the query, the fragment, and the path but for its commonest words. */
  strict: boolean
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i
/** The parts of an address end where the next begins (RFC 3986, 3). */
const AUTHORITY = /^\/\/[^/?#]*/
const MAX_URL = 100_000

/**
 * Masks what is secret in an address: user and password, values of parameters named like a secret or looking like one,
 * in the query, the fragment and the path, and path segments that look like tokens. Everything else stays, UUIDs and
 * record numbers too: they are what a developer needs to find the case again.
 */
export function maskUrl(url: string, rules: UrlRules): string {
  try {
    if (url.length > MAX_URL && !matches(/^data:/i, url)) return asterisks(url)
    return maskByScheme(url, rules)
  } catch {
    return asterisks(url)
  }
}

function maskByScheme(url: string, rules: UrlRules): string {
  const scheme = toLowerCase(exec(SCHEME, url)?.[0] ?? '')
  const rest = slice(url, scheme.length)
  if (scheme === 'data:') return maskDataUrl(url, rules.maskText)
  if (scheme === 'javascript:' || scheme === 'vbscript:') return scheme + asterisks(rest)
  if (scheme === 'blob:' || scheme === 'about:') return url
  if (scheme !== '' && charCodeAt(rest, 0) !== 0x2f)
    return scheme + (rules.strict ? asterisks(rest) : rules.maskText(rest))
  const authority = exec(AUTHORITY, rest)?.[0] ?? ''
  return rules.maskText(
    slice(url, 0, scheme.length) + maskAuthority(authority) + maskRest(slice(rest, authority.length), rules),
  )
}

function maskAuthority(authority: string): string {
  const at = lastIndexOf(authority, '@')
  return at === -1 ? authority : '//' + asterisks(slice(authority, 2, at)) + slice(authority, at)
}

/** Path, query and fragment. */
function maskRest(rest: string, rules: UrlRules): string {
  const hash = indexOf(rest, '#')
  const beforeHash = hash === -1 ? rest : slice(rest, 0, hash)
  const query = indexOf(beforeHash, '?')
  const path = query === -1 ? beforeHash : slice(beforeHash, 0, query)
  return (
    maskPath(path, rules) +
    (query === -1 ? '' : '?' + maskParameters(slice(beforeHash, query + 1), rules)) +
    (hash === -1 ? '' : '#' + maskFragment(slice(rest, hash + 1), rules))
  )
}

function maskFragment(fragment: string, rules: UrlRules): string {
  if (matches(/^!?\//, fragment)) return maskRest(fragment, rules)
  return indexOf(fragment, '=') === -1 ? maskPiece(fragment, rules) : maskParameters(fragment, rules)
}

/** `name=value` pairs between `&` or `;`. */
export function maskParameters(parameters: string, rules: UrlRules): string {
  return mapPieces(parameters, PAIR_BREAK, (pair) => {
    const equals = indexOf(pair, '=')
    if (equals === -1) return maskPiece(pair, rules)
    const name = slice(pair, 0, equals)
    return maskEncoded(name, rules) + '=' + maskValue(decoded(name), slice(pair, equals + 1), rules)
  })
}
const PAIR_BREAK = /[&;]/g

function maskValue(name: string, value: string, rules: UrlRules): string {
  const secret = isSecretName(name) || (mayNameSecret(name) && isMixed(value))
  return secret ? asterisks(value) : maskPiece(value, rules)
}

/** A value, or a part that is none. */
function maskPiece(piece: string, rules: UrlRules): string {
  if (piece === '') return piece
  return rules.strict || looksSecret(piece) ? asterisks(piece) : maskEncoded(piece, rules)
}

/** What is encoded is masked whole, so that the length stays. */
function maskEncoded(piece: string, rules: UrlRules): string {
  const plain = decoded(piece)
  if (plain === piece) return piece
  return looksSecret(plain) || maskInner(plain, rules) !== plain ? asterisks(piece) : piece
}

/** A text, or an address inside an address. */
function maskInner(text: string, rules: UrlRules): string {
  const query = indexOf(text, '?')
  return rules.maskText(query === -1 ? text : slice(text, 0, query) + maskRest(slice(text, query), rules))
}

/** Eight or more characters, letters and digits mixed: with a telling name that is enough. */
const isMixed = (value: string) =>
  value.length >= 8 && matches(/\d/, value) && matches(/[a-z]/i, value) && !matches(UUID, value)
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

function maskPath(path: string, rules: UrlRules): string {
  let before = ''
  return mapPieces(path, SLASH, (segment) => {
    const masked = maskSegment(segment, before, rules)
    before = segment
    return masked
  })
}
const SLASH = /\//g

function maskSegment(segment: string, before: string, rules: UrlRules): string {
  if (segment === '' || segment === '.' || segment === '..') return segment
  if (rules.strict && ROUTE_WORDS[toLowerCase(segment)] !== true) return asterisks(segment)
  const equals = indexOf(segment, '=')
  if (equals !== -1) return mapPieces(segment, PAIR_BREAK, (pair) => maskPathPair(pair, rules))
  if (TOKEN_ROUTES[toLowerCase(before)] === true && isMixed(segment)) return asterisks(segment)
  // Builds put a hash into the names of files; those are public.
  if (
    looksSecret(segment) &&
    !matches(/\.[a-z0-9]{1,5}$/i, segment) &&
    HASH_ROUTES[toLowerCase(before)] !== true
  ) {
    return asterisks(segment)
  }
  return maskEncoded(segment, rules)
}

/** `;jsessionid=...` */
function maskPathPair(pair: string, rules: UrlRules): string {
  const equals = indexOf(pair, '=')
  if (equals === -1) return pair
  return slice(pair, 0, equals + 1) + maskValue(slice(pair, 0, equals), slice(pair, equals + 1), rules)
}

/** What comes behind these in a path is a one-time token. */
const TOKEN_ROUTES = wordSet(
  'reset reset-password password-reset password verify verification confirm confirmation activate activation invite invites invitation token tokens magic magic-link login-link otp unsubscribe session sessions share s auth callback',
)
/** What comes behind these in a path is the hash of something public. */
const HASH_ROUTES = wordSet('commit commits tree blob raw sha hash assets static chunks ipfs digest')
/** All that *strict* shows of a path. */
const ROUTE_WORDS = wordSet(
  'about account admin api app article articles assets auth basket billing blog booking bookings cart categories category checkout configuration contact css dashboard de docs edit en es faq files fonts fr graphql help home images img inbox index.html js jobs list login logout me members messages new news notifications order orders page pages password payment payments pricing privacy product products profile projects public register report reports reset review rest search security services session settings shop sign-in sign-up signin signout signup static status store subscribe support team teams terms tickets users user v1 v2 v3 verify',
)

/** Without `%20` and the `+` of forms; as it is when it cannot be decoded. */
function decoded(text: string): string {
  if (!matches(/[%+]/, text)) return text
  try {
    return decodeUri(mapPieces(text, PLUS, (piece) => piece, ' '))
  } catch {
    return text
  }
}
const PLUS = /\+/g

/** `text` with `map` applied to what stands between the places where `separator`, a global pattern, fits. */
export function mapPieces(
  text: string,
  separator: RegExp,
  map: (piece: string) => string,
  joint?: string,
): string {
  let mapped = ''
  let at = 0
  separator.lastIndex = 0
  for (let found = exec(separator, text); found; found = exec(separator, text)) {
    const next = separator.lastIndex
    mapped += map(slice(text, at, found.index)) + (joint ?? found[0])
    at = next
    separator.lastIndex = next
  }
  return mapped + map(slice(text, at))
}
