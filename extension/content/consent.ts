import type { SiteConsent } from '../../shared/protocol/site-settings.ts'

/**
 * Consent, for recordings that nobody clicks for. Global Privacy Control and `<meta name="session-replay"
 * content="deny">` always forbid; where a site names a cookie, a key of its localStorage or the event, each that it
 * names has to allow. A recording that somebody starts by hand does not ask.
 */

/** What the page says right now. */
export interface ConsentSigns {
  /** navigator.globalPrivacyControl (w3c.github.io/gpc). */
  globalPrivacyControl: boolean
  /** Content of `<meta name="session-replay">`, or null. */
  meta: string | null
  /** As in document.cookie. */
  cookies: string
  stored: (key: string) => string | null
  /** Of the last event; null while there was none. */
  said: boolean | null
}

export const CONSENT_EVENT = 'qa-replay:consent'

/** Values that mean yes, as consent managers write them. */
const YES = new Set(['1', 'true', 'yes', 'on', 'all', 'allow', 'allowed', 'accept', 'accepted', 'granted'])

/** Whether a visit may be recorded without a click. Pure. */
export function hasConsent(rules: SiteConsent, signs: ConsentSigns): boolean {
  if (signs.globalPrivacyControl || signs.meta?.trim().toLowerCase() === 'deny') return false
  if (rules.cookie && !allows(rules.cookie, (name) => cookieValue(signs.cookies, name))) return false
  if (rules.storageKey && !allows(rules.storageKey, signs.stored)) return false
  return !rules.event || signs.said === true
}

/** @param rule `name` or `name=text` */
function allows(rule: string, valueOf: (name: string) => string | null): boolean {
  const [, name = '', text = null] = /^([^=]*)(?:=(.*))?$/s.exec(rule.trim()) ?? []
  const value = valueOf(name.trim())
  if (value === null) return false
  return text === null ? YES.has(value.trim().toLowerCase()) : holdsWord(value, text.trim())
}

function holdsWord(value: string, text: string): boolean {
  if (text === '') return false
  const isInWord = (character: string | undefined) => character !== undefined && /\w/.test(character)
  for (let at = value.indexOf(text); at !== -1; at = value.indexOf(text, at + 1)) {
    if (!isInWord(value[at - 1]) && !isInWord(value[at + text.length])) return true
  }
  return false
}

function cookieValue(cookies: string, name: string): string | null {
  for (const cookie of cookies.split(';')) {
    const at = cookie.indexOf('=')
    if (at !== -1 && cookie.slice(0, at).trim() === name) return decoded(cookie.slice(at + 1).trim())
  }
  return null
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** What an event of the page says: `true` and 'granted' allow, everything else forbids. Objects do not cross worlds. */
export function saysYes(detail: unknown): boolean {
  return detail === true || detail === 'granted'
}
