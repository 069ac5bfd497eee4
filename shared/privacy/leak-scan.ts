import type { SessionEvent } from '../session/events.ts'
import { shortHash } from '../session/fingerprint.ts'
import type { SessionMetadata } from '../session/metadata.ts'
import type { LeakFinding, LeakKind, LeakPlace } from '../session/review.ts'
import { isMasked, type Ranges } from './asterisks.ts'
import { mapEventTexts } from './event-strings.ts'
import { findCards } from './find-cards.ts'
import { findEmails } from './find-emails.ts'
import { findIbans } from './find-ibans.ts'
import { findKeys, kindOfKey } from './find-keys.ts'
import { findPhones } from './find-phones.ts'
import { findSsns } from './find-ssns.ts'
import { looksSecret } from './looks-secret.ts'

/** Raise it when the scanner finds something else than before: sessions are scanned again then. */
export const SCANNER_VERSION = 1
/** Places that are listed of one finding. */
export const MAX_PLACES = 20
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

/** Looks through a session piece by piece. */
export interface LeakScanner {
  /** Looks at an event of a tab of the session. */
  addEvent(event: SessionEvent, tab: number): void
  /** Looks at the texts that describe the session. */
  addMetadata(metadata: SessionMetadata): void
  /** One finding for each different text, those that occur most first. */
  findings(): LeakFinding[]
}

/** Looks through everything that it is given and is not masked for what may be sensitive. */
export function createLeakScanner(): LeakScanner {
  const findings = new Map<string, LeakFinding>()
  const scan = (text: string, place: LeakPlace) => {
    if (!isMasked(text)) scanText(text.slice(0, MAX_TEXT), place, findings)
  }
  return {
    addEvent(event, tab) {
      mapEventTexts(event, (text, place) => {
        scan(text, { ...place, tab })
        return text
      })
    },
    addMetadata({ startedAt, title, initialUrl, tabs }) {
      const timestamp = Date.parse(startedAt)
      const at = (where: string, tab = 0) => ({ timestamp, where, nodeId: null, tab })
      scan(title, at('title of the session'))
      scan(initialUrl, at('address'))
      for (const { tab, title: tabTitle, url } of tabs) {
        scan(tabTitle, at('title', tab))
        scan(url, at('address', tab))
      }
    },
    findings: () => Array.from(findings.values()).sort((a, b) => b.count - a.count),
  }
}

function scanText(text: string, place: LeakPlace, findings: Map<string, LeakFinding>): void {
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

function note(kind: LeakKind, value: string, place: LeakPlace, findings: Map<string, LeakFinding>): void {
  const key = `${kind}:${value}`
  const known = findings.get(key)
  if (known) {
    known.count++
    if (known.places.length < MAX_PLACES) known.places.push(place)
  } else if (findings.size < MAX_FINDINGS) {
    const detail = kind === 'key' ? kindOfKey(value) : null
    const id = shortHash(key)
    findings.set(key, { id, kind, detail, value, shape: shapeOf(value), count: 1, places: [place] })
  }
}

function overlaps(taken: Ranges, start: number, end: number): boolean {
  for (let i = 0; i < taken.length; i += 2) if (start < taken[i + 1]! && end > taken[i]!) return true
  return false
}

/** Classes, styles and addresses of files hold random names that builds give them. */
const mayHoldRandom = ({ where }: LeakPlace) =>
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
