import type { IncompleteReason, MaskingLevel, SessionMetadata } from '../session/metadata.ts'
import type { SessionRedactions, SessionReview } from '../session/review.ts'
import type { SessionSummary } from '../session/summary.ts'
import type { HighlightState } from './highlight.ts'
import type { DocumentRules, RuleList, SiteConsent, SiteSettings } from './site-settings.ts'

export type { SessionSummary } from '../session/summary.ts'

/** Why a tab cannot be recorded. */
export type Unrecordable = 'browser-page' | 'store' | 'pdf' | 'file' | 'no-tab'

/** What the popup shows: one phase at a time, each with only its own data. */
export type TabStatus =
  | { phase: 'unrecordable'; reason: Unrecordable; sentence: string }
  | {
      phase: 'idle'
      /** null: the browser hides the tab's address, since QA Replay has no access to it (yet), or since it is no site. */
      origin: string | null
      /** The match pattern to ask for, so that the site can be recorded over its navigations. */
      pattern: string
      access: 'granted' | 'ask'
      /** The browser was asked for access to record this tab at this level, and it was not given. */
      declined: MaskingLevel | null
      /** The recording of this tab that ended last. */
      ended: SessionSummary | null
    }
  | {
      phase: 'recording'
      sessionId: string
      origin: string
      /** ISO 8601. */
      startedAt: string
      level: MaskingLevel
      /** `page`: the site's access was denied, so recording ends at the next navigation. */
      access: 'site' | 'page'
      errorCount: number
      pageViews: number
      /** Nobody clicked Record: every visit of the site is recorded. */
      automatic: boolean
      /** Set while the tab is on a page that cannot be recorded; recording goes on when it comes back. */
      paused: string | null
    }

/** The server that this extension is connected to. */
export type ServerStatus =
  | { connected: false }
  | { connected: true; url: string; websiteId: string; websiteName: string; keyName: string }

/** Handed to a document that is to be recorded. */
export interface RecordingConfig {
  sessionId: string
  tab: number
  rules: DocumentRules
}

/** What there is of a site on this computer. */
export interface SiteStored {
  /** Empty when it is not known. */
  origin: string
  sessions: number
  sizeBytes: number
  /** How many of the sessions were shared, or are about to be. */
  shared: number
}

/** How many sessions were deleted. */
export interface Erasure {
  sessions: number
  onServer: number
}

/** What a document is to do. */
export interface HelloReply {
  record: RecordingConfig | null
  /** Every visit of this site is recorded, where the page allows it: record only then, and stop when it no longer does. */
  consent: SiteConsent | null
}

/** A rule of a site's own that is kept, and cannot be used. */
export interface SiteRuleProblem {
  list: RuleList
  /** As it was written. */
  rule: string
  sentence: string
}

/** What is kept for a site, which is an origin. */
export interface SiteReply {
  origin: string
  settings: SiteSettings
  /** Whether anything is kept: without, these are the defaults. */
  saved: boolean
  /** What is kept cannot be read as it is. */
  problem: string | null
  ruleProblems: SiteRuleProblem[]
}

/**
 * Every request to the background and its reply: `request(name, body)` in `client.ts` is the one way to send them, and
 * `RequestHandlers` makes the background answer all of them.
 */
export interface RequestMap {
  'tab.status': { body: { tabId: number }; reply: TabStatus }
  /** Sent when the browser is about to ask for access: the recording starts when it is given, also without the popup. */
  'recording.ask': { body: { tabId: number; level: MaskingLevel; pattern: string }; reply: null }
  /** `access: 'page'` records the open page only (the tester declined access to the site). */
  'recording.start': {
    body: { tabId: number; level: MaskingLevel; access: 'site' | 'page' }
    reply: TabStatus
  }
  'recording.stop': { body: { sessionId: string }; reply: SessionSummary }
  'session.get': { body: { sessionId: string }; reply: SessionSummary | null }
  'session.rename': { body: { sessionId: string; title: string }; reply: SessionSummary }
  /** A pinned session is not deleted to make room. */
  'session.pin': { body: { sessionId: string; pinned: boolean }; reply: SessionSummary }
  /** Replaces the tags of a session; empty ones and doubles are left out. */
  'session.tag': { body: { sessionId: string; tags: string[] }; reply: SessionSummary }
  /** Begins to take in a session of a file; it is listed when it is complete. */
  'import.begin': { body: { metadata: SessionMetadata }; reply: { known: boolean } }
  /** A segment of a session that was begun, as base64: what is sent to the background has to be JSON. */
  'import.segment': {
    body: { sessionId: string; tab: number; index: number; base64: string }
    reply: null
  }
  /** Lists the session, when all of it is there. */
  'import.complete': { body: { sessionId: string }; reply: SessionSummary }
  /**
   * Looks for private data, then queues the upload and the making of a share link; progress is in the summary's
   * `upload`. `review-needed` when something looks private about which nothing was decided.
   */
  'session.share': { body: { sessionId: string }; reply: SessionSummary }
  /** Looks for private data, unless that was done; it may take a while, and tells of its progress. */
  'review.open': { body: { sessionId: string }; reply: SessionReview }
  /** Notes that findings are fine as they are, or that they are not. */
  'review.acknowledge': {
    body: { sessionId: string; ids: string[]; fine: boolean }
    reply: SessionReview
  }
  /** Takes something out of the session for good. */
  'review.redact': { body: { sessionId: string; redactions: SessionRedactions }; reply: SessionSummary }
  /** Deletes what was shared before the session was redacted, on the server. */
  'review.delete-copy': { body: { sessionId: string }; reply: SessionSummary }
  /** Hides the session at once and deletes it a little later, so that it can be undone. */
  'session.delete': { body: { sessionId: string }; reply: { undoMs: number } }
  'session.undelete': { body: { sessionId: string }; reply: SessionSummary }
  'server.status': { body: Record<string, never>; reply: ServerStatus }
  /** With a one-time code of the server's connect page, or with a key that was pasted. */
  'server.connect': {
    body: { url: string; code: string } | { url: string; key: string }
    reply: ServerStatus
  }
  'server.disconnect': { body: Record<string, never>; reply: ServerStatus }
  'site.get': { body: { origin: string }; reply: SiteReply }
  /** Keeps settings. Rules that cannot be used are kept too, and told; too many rules, or too long ones, are refused. */
  'site.save': { body: { origin: string; settings: SiteSettings }; reply: SiteReply }
  /** All sites with settings, by their origin. */
  'site.list': { body: Record<string, never>; reply: SiteReply[] }
  /** Back to the defaults. */
  'site.reset': { body: { origin: string }; reply: SiteReply }
  /** What there is of each site on this computer. */
  'site.stored': { body: Record<string, never>; reply: SiteStored[] }
  /** Deletes everything of a site; with `onServer` also what this computer has uploaded of it. Cannot be undone. */
  'site.erase': { body: { origin: string; onServer: boolean }; reply: Erasure }
  /**
   * Shows on a tab's page what is masked there. `settings` are those that are being written, null stands for those that
   * are kept; `level` is that of a recording to come.
   */
  'highlight.show': {
    body: { tabId: number; settings: SiteSettings | null; level: MaskingLevel }
    reply: HighlightState
  }
  'highlight.hide': { body: { tabId: number }; reply: HighlightState }
  'highlight.state': { body: { tabId: number }; reply: HighlightState }
  /** From a relay: is this document to be recorded? */
  'relay.hello': {
    /** `opened`: the tab is new, and a page has opened it. */
    body: { documentId: string; opened: boolean }
    reply: HelloReply
  }
  /** From a relay that was told to ask for consent: what the page says, at first and whenever it changes. */
  'relay.consent': {
    /**
     * `armed`: the recorder waits in the page. Where it does not, since the page has said no before, or was open before,
     * it is put there, and nothing more: the relay asks again.
     */
    body: { granted: boolean; armed: boolean }
    reply: HelloReply
  }
}
export type RequestName = keyof RequestMap

/** What went wrong, in a form that crosses `sendMessage`. `sentence` says what happened and what to do. */
export interface Problem {
  code: ProblemCode
  sentence: string
}
export type ProblemCode =
  | 'access-denied'
  | 'not-recordable'
  | 'not-found'
  | 'storage-full'
  | 'server-unreachable'
  | 'server-refused'
  | 'server-error'
  | 'not-connected'
  | 'bad-request'
  | 'review-needed'
  | 'unexpected'

export type Reply<Name extends RequestName> =
  { ok: true; value: RequestMap[Name]['reply'] } | { ok: false; problem: Problem }

/** From the background to the relay of a document, by `tabs.sendMessage`. */
export type RelayCommand =
  | { command: 'stop'; sessionId: string; reason: 'stopped' | IncompleteReason }
  | { command: 'flush'; sessionId: string }

/** Told to every page of the extension when something it may be showing has changed (BroadcastChannel). */
export type ChangeNotice =
  | { topic: 'sessions'; sessionId: string }
  | { topic: 'tabs' }
  | { topic: 'server' }
  | { topic: 'sites'; origin: string }
  /** `part` of the session, 0 to 1, was looked through for private data. */
  | { topic: 'review'; sessionId: string; part: number }
export const CHANGES_CHANNEL = 'qa-replay-changes'
