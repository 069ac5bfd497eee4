import type { Ranges } from './asterisks.ts'
import { findCards, SEPARATORS } from './find-cards.ts'
import { findEmails } from './find-emails.ts'
import { findKeys } from './find-keys.ts'
import { findSsns } from './find-ssns.ts'
import { indexOf, matches } from './natives.ts'

const DIGITS = new RegExp(
  `[\\d\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f\\uff10-\\uff19](?:[${SEPARATORS}]{0,3}[\\d\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f\\uff10-\\uff19]){8}`,
)
/** How the formats of `find-keys.ts` begin. */
const KEY_STARTS =
  /eyJ|A[KSBC][IC]A|gh[pousr]_|github_pat|gl[a-z]{2,4}-|xox[a-z]-|xapp-|[sr]k_[lt]|whsec_|AIza|ya29\.|GOCSPX|npm_|SG\.|shp[a-z]{2}_|sk-|hf_|do[opr]_v1|pypi-|:AA|-----BEGIN|[Bb](?:earer|asic|EARER|ASIC)\s/

/**
 * Finds what is secret by its own form, wherever it stands: card numbers, social security numbers, keys and tokens,
 * and email addresses unless they are not to be masked.
 */
export function findSecrets(text: string, emails: boolean, found: Ranges): void {
  if (text.length < MIN_SECRET) return
  if (matches(DIGITS, text)) {
    findCards(text, found)
    findSsns(text, found)
  }
  if (emails && indexOf(text, '@') !== -1) findEmails(text, found)
  if (matches(KEY_STARTS, text)) findKeys(text, found)
}

/** The shortest address, `a@b.de`. */
const MIN_SECRET = 6
