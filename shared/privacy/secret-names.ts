import { charCodeAt, dictionary, matches, toLowerCase, slice } from './natives.ts'

/**
 * Names of parameters, headers and properties that hold a secret whatever their value. In words between underscores,
 * as {@link wordsOf} makes them.
 */
const SECRET = new RegExp(
  [
    '(?:token|secret|passwor[dt]|passwd|passphrase|passcode|apikey|sessionid|sessid|credentials?|kennwort)\\d?_',
    '_(?:auth|authorization|authentication|jwt|bearer|cookies?|sid|sess(?:ion)?_?(?:id|key|data)|csrf|xsrf)_',
    '_(?:otp|totp|pin|pwd|pw|pass|cvv2?|cvc2?|csc|ssn|sig|signature|hmac|saml_?(?:response|request|art)|assertion)_',
    '_(?:api|access|private|secret|encryption|signing|auth|account|shared|master|service)_?key_',
    '_(?:card|cc|credit_?card|account|routing|passport|tax|social_security)_?(?:number|no|num)_|_iban_|_pan_',
    '_(?:code_(?:verifier|challenge)|client_?secret|refresh|magic|one_time|verification_?code|recovery|reset)_(?:token|code|key|link)?_?$',
  ].join('|'),
)

/** What is said about a secret, and is none. */
const ABOUT =
  /_(?:count|total|length|type|expir\w+|valid|shown|enabled|accepted|consent|policy|strength|required|visible|rules|status)_$/

/** Names that often hold a secret: with these, the value has to look like one too. */
const MAYBE_SECRET =
  /_(?:code|state|nonce|key|hash|ticket|session|invite|invitation|confirm|confirmation|verify|verification|reset|activate|activation|unsubscribe|magic|link|id_?hint|lt|t|u|uid|token_?id|hmac|checksum|digest|data|payload)_/

/** Whether what `name` names is a secret in itself, in any case and spelling: access_token, X-Api-Key, newPassword. */
export function isSecretName(name: string): boolean {
  if (name.length > MAX_NAME) return false
  const known = cache[name]
  if (known !== undefined) return known
  if (cached++ > MAX_CACHED) {
    cache = dictionary()
    cached = 0
  }
  const words = wordsOf(name)
  const secret = matches(SECRET, words) && !matches(ABOUT, words)
  cache[name] = secret
  return secret
}

/** Whether what `name` names may be a secret, if its value looks random. */
export function mayNameSecret(name: string): boolean {
  return name.length <= MAX_NAME && matches(MAYBE_SECRET, wordsOf(name))
}

const MAX_NAME = 100
const MAX_CACHED = 2_000
let cache = dictionary<boolean>()
let cached = 0

/** The words of a name in lower case between underscores: `newPassword`, `new-password` -> `_new_password_`. */
export function wordsOf(name: string): string {
  let words = '_'
  let start = 0
  for (let i = 0; i <= name.length; i++) {
    const code = i < name.length ? charCodeAt(name, i) : 0
    const isBreak = !isWordCharacter(code)
    const isHump = isCapital(code) && i > 0 && isLetter(charCodeAt(name, i - 1))
    if (!isBreak && !isHump) continue
    if (i > start) words += toLowerCase(slice(name, start, i)) + '_'
    start = isBreak ? i + 1 : i
  }
  return words
}

const isCapital = (code: number) => code >= 0x41 && code <= 0x5a
const isLetter = (code: number) => code >= 0x61 && code <= 0x7a
const isWordCharacter = (code: number) =>
  isCapital(code) || isLetter(code) || (code >= 0x30 && code <= 0x39) || code >= 0xaa
