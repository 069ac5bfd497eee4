/**
 * The privacy review of a session, before it is shared: what was masked, what still looks private, and what was decided
 * about that.
 */

export const LEAK_KINDS = ['key', 'card', 'ssn', 'iban', 'email', 'phone', 'random'] as const
export type LeakKind = (typeof LEAK_KINDS)[number]

/** Where a text of a session is. */
export interface LeakPlace {
  /** ms since the epoch. */
  timestamp: number
  /** In words: text, attribute title, input, address, style, console, error, network, title... */
  where: string
  /** rrweb's id of the node that it belongs to; null where there is none. */
  nodeId: number | null
  /** Of the session. */
  tab: number
}

/** Something that may be sensitive and is not masked, with the places where it stands. */
export interface LeakFinding {
  /** The same for the same kind and value. */
  id: string
  kind: LeakKind
  /** For keys, which: JSON web token, AWS access key... */
  detail: string | null
  /** The text itself, for redacting it. Show `shape` instead. */
  value: string
  /** Its form: `a` for letters, `0` for digits. */
  shape: string
  count: number
  /** The first ones, in the order of time. */
  places: LeakPlace[]
}

/** What a rule has masked. */
export interface MaskedRule {
  rule: MaskingRule
  /** Different fields, elements or values. */
  count: number
  /** What one of them looks like now: asterisks. */
  example: string
}

export const MASKING_RULES = [
  'password',
  'card-field',
  'code',
  'identity',
  'email-field',
  'hidden-field',
  'file',
  'private',
  'blocked',
  'own-mask',
  'own-block',
  'card',
  'ssn',
  'email',
  'key',
  'echo',
  'pattern',
  'address',
  'name',
] as const
export type MaskingRule = (typeof MASKING_RULES)[number]

/** What the scan of a session has found. */
export interface SessionScan {
  /** Of what was scanned, and by which scanner: see `fingerprintOf`. */
  fingerprint: string
  /** What occurs most first. */
  findings: LeakFinding[]
  /** Empty for sessions of recorders that did not count. */
  masked: MaskedRule[]
}

/** What is kept of a session's review, in its row. */
export interface StoredReview {
  scan: SessionScan | null
  /** Ids of findings that the tester looked at and left. */
  acknowledged: string[]
  /** When something was redacted last (ms since the epoch); null when nothing was. */
  redactedAt: number | null
  /** Address of a server that has the session as it was before it was redacted; null for none. */
  staleCopy: string | null
}

export const NO_REVIEW: StoredReview = { scan: null, acknowledged: [], redactedAt: null, staleCopy: null }

/** How far a review is, for lists and the popup. */
export interface ReviewSummary {
  /** Findings that are neither redacted nor acknowledged; null when the session was not scanned as it is now. */
  open: number | null
  redactedAt: number | null
  staleCopy: string | null
}

/** The whole of a review, for who does it. */
export interface SessionReview {
  findings: LeakFinding[]
  acknowledged: string[]
  masked: MaskedRule[]
}

/** What is to be taken out of a session, over all its tabs. */
export interface SessionRedactions {
  /** Texts, wherever they occur. */
  strings: string[]
  /** Elements with all that is in them: rrweb's id, the tab, and a time when it was shown (ms since the epoch). */
  nodes: { tab: number; id: number; timestamp: number }[]
}

/** Findings of a scan about which nothing was decided. */
export function openFindings({ findings, acknowledged }: Pick<SessionReview, 'findings' | 'acknowledged'>) {
  const known = new Set(acknowledged)
  return findings.filter(({ id }) => !known.has(id))
}
