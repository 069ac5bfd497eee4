import type { SessionEvent } from '../session/events.ts'
import { isMasked, type Ranges } from './asterisks.ts'
import { mapEventTexts, type Place } from './event-strings.ts'
import { findCards } from './find-cards.ts'
import { findEmails } from './find-emails.ts'
import { findIbans } from './find-ibans.ts'
import { findKeys, kindOfKey } from './find-keys.ts'
import { findPhones } from './find-phones.ts'
import { findSsns } from './find-ssns.ts'
import { looksSecret } from './looks-secret.ts'

export type LeakKind = 'card' | 'ssn' | 'email' | 'phone' | 'iban' | 'key' | 'random'

/** Something that may be sensitive and is not masked, with all the places where it stands. */
export interface LeakFinding {
  kind: LeakKind
  /** For keys, which: JSON web token, AWS access key... */
  detail: string | null
  /** The text itself, for redacting it. Show `shape` instead. */
  value: string
  /** Its form: `a` for letters, `0` for digits. */
  shape: string
  count: number
  /** The first {@link MAX_PLACES}, in the order of time. */
  places: Place[]
}

export const MAX_PLACES = 100
/** Findings of one session; more would not be read. */
const MAX_FINDINGS = 1_000
/** Longer texts are looked at up to here. UTF-16 units. */
const MAX_TEXT = 500_000

const DETECTORS: readonly [LeakKind, (text: string, found: Ranges) => void][] = [
  ['key', findKeys],
  ['card', findCards],
  ['ssn', findSsns],
  ['iban', findIbans],
  ['email', findEmails],
  ['phone', findPhones],
  ['random', findRandom],
]

/**
 * Looks through everything in `events` that is not masked for what may be sensitive. One finding for each different
 * text, those that occur most first.
 */
export function scanForLeaks(events: Iterable<SessionEvent>): LeakFinding[] {
  const findings = new Map<string, LeakFinding>()
  for (const event of events) {
    mapEventTexts(event, (text, place) => {
      if (!isMasked(text)) scanText(text.slice(0, MAX_TEXT), place, findings)
      return text
    })
  }
  return Array.from(findings.values()).sort((a, b) => b.count - a.count)
}

function scanText(text: string, place: Place, findings: Map<string, LeakFinding>): void {
  const taken: Ranges = []
  for (const [kind, find] of DETECTORS) {
    if (kind === 'random' && !mayHoldRandom(place)) continue
    const found: Ranges = []
    find(text, found)
    for (let i = 0; i < found.length; i += 2) {
      const start = found[i]!
      const end = found[i + 1]!
      if (overlaps(taken, start, end)) continue
      taken.push(start, end)
      note(kind, text.slice(start, end), place, findings)
    }
  }
}

function note(kind: LeakKind, value: string, place: Place, findings: Map<string, LeakFinding>): void {
  const key = `${kind}:${value}`
  const known = findings.get(key)
  if (known) {
    known.count++
    if (known.places.length < MAX_PLACES) known.places.push(place)
  } else if (findings.size < MAX_FINDINGS) {
    const detail = kind === 'key' ? kindOfKey(value) : null
    findings.set(key, { kind, detail, value, shape: shapeOf(value), count: 1, places: [place] })
  }
}

function overlaps(taken: Ranges, start: number, end: number): boolean {
  for (let i = 0; i < taken.length; i += 2) if (start < taken[i + 1]! && end > taken[i]!) return true
  return false
}

/** Classes, styles and addresses of files hold random names that builds give them. */
const mayHoldRandom = ({ where }: Place) =>
  !/^(?:style|attribute (?:class|id|for|src|srcset|d|points|integrity|nonce))$/.test(where)

/** Pieces that look like tokens: in quotes, behind an equals sign, or standing alone. */
function findRandom(text: string, found: Ranges): void {
  for (const match of text.matchAll(/[\w\-.~+]{20,}/g)) {
    const before = text[match.index - 1] ?? ''
    const isFile = before === '/' || /\.[a-z0-9]{2,5}$/.test(match[0])
    if (!isFile && looksSecret(match[0])) found.push(match.index, match.index + match[0].length)
  }
}

/** The form of a text: what can be shown of it. */
export function shapeOf(value: string): string {
  return value.replace(/\p{L}/gu, 'a').replace(/\p{N}/gu, '0')
}
