import type { SiteConsent } from '../../shared/protocol/site-settings.ts'

/** What is wrong with the names that stand for consent, in a sentence each; null where nothing is. */
export interface ConsentProblems {
  cookie: string | null
  storageKey: string | null
}

/** What no cookie's name has (RFC 6265, 4.1.1: a token). */
const NOT_OF_A_COOKIE = /[\s"(),/:;<>?@[\\\]{}]/

/** Checks the names as they are written; empty ones stand for nothing, and are fine. */
export function checkConsent({ cookie, storageKey }: SiteConsent): ConsentProblems {
  return {
    cookie:
      checkName(cookie) ??
      (NOT_OF_A_COOKIE.test(nameOf(cookie))
        ? `“${nameOf(cookie)}” cannot be the name of a cookie: it has no spaces, brackets, commas, semicolons or quotes.`
        : null),
    storageKey: checkName(storageKey),
  }
}

const nameOf = (rule: string) => rule.split('=')[0]!.trim()

function checkName(rule: string): string | null {
  const text = rule.trim()
  if (text === '') return null
  if (nameOf(text) === '') return `“${text}” has no name before the equals sign.`
  const at = text.indexOf('=')
  if (at !== -1 && text.slice(at + 1).trim() === '')
    return `“${text}” has nothing after the equals sign. Leave the sign out, or write what has to be in the value.`
  return null
}
