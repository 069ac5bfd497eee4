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
    if (!isMasked(text) && !isEncoded(text)) scanText(text.slice(0, MAX_TEXT), place, findings)
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

/** A picture or a font inside of an address: letters and digits that mean nothing. */
const isEncoded = (text: string) => /^\s*data:[a-z]+\/[\w.+-]+;base64,/i.test(text)

function scanText(text: string, place: LeakPlace, findings: Map<string, LeakFinding>): void {
  const taken: Ranges = []
  for (const [kind, find] of DETECTORS) {
    if (!canStandAt(kind, place)) continue
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

/** Names that programs give, drawings and addresses of files are random, or full of numbers, and nobody's secret. */
const NAMES =
  /^attribute (?:class|id|for|name|key|content|nonce|integrity|srcset|src|part|slot|aria-(?:labelledby|describedby|controls|owns|activedescendant)|data-(?:test|cy|qa|v|rr|react|styled|emotion|turbo|radix|state|slot)[\w-]*|rr_\w+|fill|stroke|clip-path|mask|filter|(?:xlink:)?href)$/i
const DRAWN =
  /^(?:style|attribute (?:d|points|transform|viewbox|path|values|keytimes|keysplines|gradienttransform|stroke-dasharray|style))$/i

/** Whether a kind of finding can be meant where a text stands. */
function canStandAt(kind: LeakKind, { where }: LeakPlace): boolean {
  if (DRAWN.test(where)) return kind === 'key' || kind === 'email'
  return kind !== 'random' || !NAMES.test(where)
}

/** What stands before a piece that is the name of something: of a file, a class, a digest, a revision. */
const NAMING =
  /(?:[/.#]|\bsha-?\d{1,3}[-:=]\s?|\b(?:commit|revision|rev|build|release|version|etag)\W{1,3})$/i
/** The same, when it is a part of the piece. */
const NAMED = /^(?:\.|sha-?\d{1,3}-)/i
const FILE = /\.[a-z][a-z0-9]{1,4}$/i

/** Pieces that look like tokens: in quotes, behind an equals sign, or standing alone. */
function findRandom(text: string, found: Ranges): void {
  for (const match of text.matchAll(/[\w\-.~+]{20,}/g)) {
    if (FILE.test(match[0]) || NAMED.test(match[0]) || !looksSecret(match[0])) continue
    if (NAMING.test(text.slice(Math.max(0, match.index - LONGEST_NAMING), match.index))) continue
    found.push(match.index, match.index + match[0].length)
  }
}
const LONGEST_NAMING = 16

/** The form of a text: what can be shown of it. */
export function shapeOf(value: string): string {
  return value.replace(/\p{L}/gu, 'a').replace(/\p{N}/gu, '0')
}
