import browser from 'webextension-polyfill'
import { v7 as uuidv7 } from 'uuid'
import type { RecordingConfig, RelayCommand } from '../../shared/protocol/requests.ts'
import { stricterLevel } from '../../shared/protocol/site-settings.ts'
import type {
  Incompleteness,
  IncompleteReason,
  MaskingLevel,
  SessionMetadata,
} from '../../shared/session/metadata.ts'
import { FORMAT_VERSION } from '../../shared/session/version.ts'
import type { SessionRow } from '../../shared/store/schema.ts'
import { updateSession } from '../../shared/store/writer.ts'
import { pageAccess } from './access.ts'
import { armDocument, armSites } from './arming.ts'
import { clearBadge, showRecordingBadge } from './badge.ts'
import { browserRun } from './browser-run.ts'
import { announce } from './changes.ts'
import { clientInfo } from './client-info.ts'
import { rememberEnded } from './ended.ts'
import { BackgroundProblem } from './problem.ts'
import { foldSession, keepWithinCap } from './segments.ts'
import { visitorIdOf } from './settings.ts'
import { readSite, rulesOfDocument } from './sites.ts'
import { store } from './store.ts'

/**
 * The life of a recording. Its state is in the session's row, and nowhere else: the worker may die between any two
 * statements, and the next one goes on from the row.
 *
 *   startRecording -> recording -> (the tester, the tab's end, no access, no room) -> stopping -> stopped
 *                         \-> found by another run of the browser: interrupted -> stopped
 */

/** How long a page may take to hand over its last batch. */
const DRAIN_TIMEOUT_MS = 6_000

/** Starts that are under way, by tab: a click, and the answer to the browser's question, may ask for the same one. */
const starting = new Map<number, Promise<SessionRow>>()

/** How a recording begins. */
export interface RecordingStart {
  level: MaskingLevel
  /** `page`: the open document only. */
  access: 'site' | 'page'
  /** Why; by default somebody clicked Record. */
  trigger?: SessionMetadata['trigger']
  /** The recorder waits in the open document. */
  armed?: boolean
}

/**
 * Starts to record a tab, unless it is being recorded.
 *
 * @throws {BackgroundProblem} when the page cannot be recorded
 */
export function startRecording(tabId: number, start: RecordingStart): Promise<SessionRow> {
  const started = starting.get(tabId) ?? beginRecording(tabId, start).finally(() => starting.delete(tabId))
  starting.set(tabId, started)
  return started
}

async function beginRecording(tabId: number, start: RecordingStart): Promise<SessionRow> {
  const { access } = start
  const current = await recordingOf(tabId)
  if (current) return current
  const tab = await browser.tabs.get(tabId).catch(() => undefined)
  const page = await pageAccess(tab)
  if (!page.recordable) throw new BackgroundProblem('not-recordable', page.sentence)
  if (page.origin === null || (access === 'site' && !page.granted)) {
    throw new BackgroundProblem(
      'access-denied',
      'QA Replay has no access to this site. Allow it, or record this page only.',
    )
  }

  const row = await newSession({ ...start, tabId, origin: page.origin })
  await (await store()).put('sessions', row)
  try {
    if (access === 'site') await rearmSites()
    if (!start.armed) await armDocument(tabId)
  } catch {
    await (await store()).delete('sessions', row.sessionId)
    await rearmSites()
    throw new BackgroundProblem('not-recordable', 'The browser does not let extensions record this page.')
  }
  await showRecordingBadge(tabId)
  announce({ topic: 'sessions', sessionId: row.sessionId })
  return row
}

/**
 * Stops a recording: lets its pages hand over their last batch, folds everything into segments, and lists it as
 * stopped. Does nothing when it has stopped.
 *
 * @param missing why it ended early, when it did
 */
export async function stopRecording(
  sessionId: string,
  missing?: Omit<Incompleteness, 'at'>,
): Promise<SessionRow | undefined> {
  const database = await store()
  const row = await updateSession(database, sessionId, (current) =>
    current.state === 'recording' ? { ...current, state: 'stopping' } : undefined,
  )
  if (!row || row.state === 'stopped') return row
  await Promise.all(
    row.recordedTabs.map(({ browserTabId }) =>
      drainTab(browserTabId, sessionId, missing?.reason ?? 'stopped'),
    ),
  )
  return finishStop(sessionId, Date.now(), missing)
}

/** The second half of a stop: also for recordings whose pages are gone. @param endedAt ms since the epoch */
export async function finishStop(
  sessionId: string,
  endedAt: number,
  missing?: Omit<Incompleteness, 'at'>,
): Promise<SessionRow | undefined> {
  const database = await store()
  await updateSession(database, sessionId, (current) => ({ ...current, state: 'stopping', endedAt }))
  await foldSession(sessionId)
  const row = await updateSession(database, sessionId, (current) => ({
    ...current,
    state: 'stopped',
    metadata: missing ? withMissing(current.metadata, { ...missing, at: endedAt }) : current.metadata,
  }))
  // The tab ids of another run of the browser mean other tabs now.
  if (row?.browserRun === (await browserRun())) await markTabsEnded(row)
  await rearmSites()
  await keepWithinCap()
  announce({ topic: 'sessions', sessionId })
  return row
}

/** Notes that something of a recording is missing, once for each reason, and goes on. */
export async function noteMissing(sessionId: string, missing: Omit<Incompleteness, 'at'>): Promise<void> {
  await updateSession(await store(), sessionId, (row) =>
    row.metadata.incomplete?.some(({ reason }) => reason === missing.reason)
      ? undefined
      : { ...row, metadata: withMissing(row.metadata, { ...missing, at: Date.now() }) },
  )
}

/** The recording that a tab belongs to. */
export async function recordingOf(tabId: number): Promise<SessionRow | undefined> {
  return (await recordings()).find((row) =>
    row.recordedTabs.some(({ browserTabId }) => browserTabId === tabId),
  )
}

/** All recordings of this run of the browser. */
export async function recordings(): Promise<SessionRow[]> {
  const [database, run] = await Promise.all([store(), browserRun()])
  const rows = await database.getAllFromIndex('sessions', 'state', 'recording')
  return rows.filter((row) => row.browserRun === run)
}

/** What a document of a tab is told that asks whether it is recorded. @param origin of the document */
export async function recordingConfigOf(tabId: number, origin: string): Promise<RecordingConfig | null> {
  const row = await recordingOf(tabId)
  const recorded = row?.recordedTabs.find(({ browserTabId }) => browserTabId === tabId)
  if (!row || !recorded) return null
  await showRecordingBadge(tabId)
  const { maskingLevel: level } = row.metadata
  const rules = await rulesOfDocument({ origin, firstOrigin: row.origin ?? origin, level })
  return { sessionId: row.sessionId, tab: recorded.tab, rules }
}

/** Makes a tab that a recorded page has opened part of the recording, once. */
export async function followTab(tabId: number, openerTabId: number): Promise<void> {
  const row = await recordingOf(openerTabId)
  const opener = row?.recordedTabs.find(({ browserTabId }) => browserTabId === openerTabId)
  if (!row || !opener || row.access === 'page') return
  await updateSession(await store(), row.sessionId, (current) => {
    if (current.recordedTabs.some(({ browserTabId }) => browserTabId === tabId)) return undefined
    const tab = current.metadata.tabs.length
    return {
      ...current,
      recordedTabs: [...current.recordedTabs, { tab, browserTabId: tabId }],
      metadata: {
        ...current.metadata,
        tabs: [...current.metadata.tabs, { tab, openedBy: opener.tab, title: '', url: '' }],
      },
    }
  })
}

/** Takes a tab that was closed out of its recording. @returns whether it was the last one */
export async function forgetTab(row: SessionRow, tabId: number): Promise<boolean> {
  const next = await updateSession(await store(), row.sessionId, (current) => ({
    ...current,
    recordedTabs: current.recordedTabs.filter(({ browserTabId }) => browserTabId !== tabId),
  }))
  return next?.recordedTabs.length === 0
}

/** Whether the recorder of a tab answers; false when its page has gone, or has crashed. */
export async function isPageAlive(tabId: number, sessionId: string): Promise<boolean> {
  const command: RelayCommand = { command: 'flush', sessionId }
  return browser.tabs.sendMessage(tabId, command, { frameId: 0 }).then(
    (reply) => reply !== undefined,
    () => false,
  )
}

async function drainTab(
  tabId: number,
  sessionId: string,
  reason: 'stopped' | IncompleteReason,
): Promise<void> {
  const command: RelayCommand = { command: 'stop', sessionId, reason }
  // A page that is gone has handed over everything at its end.
  const drained = browser.tabs.sendMessage(tabId, command, { frameId: 0 }).catch(() => undefined)
  await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, DRAIN_TIMEOUT_MS))])
}

async function markTabsEnded(row: SessionRow): Promise<void> {
  await Promise.all(
    row.recordedTabs.map(async ({ browserTabId }) => {
      await rememberEnded(browserTabId, row.sessionId)
      await clearBadge(browserTabId)
    }),
  )
}

/** Brings the scripts that wait in new documents in line with what is recorded, and with the settings of the sites. */
export async function rearmSites(): Promise<void> {
  await armSites(async () => (await recordings()).length > 0)
}

function withMissing(metadata: SessionRow['metadata'], missing: Incompleteness): SessionRow['metadata'] {
  return { ...metadata, incomplete: [...(metadata.incomplete ?? []), missing] }
}

const BY_HAND: SessionMetadata['trigger'] = {
  mode: 'manual',
  reason: 'Recorded from the toolbar button',
}

interface NewSession extends RecordingStart {
  tabId: number
  origin: string
}

async function newSession({
  tabId,
  origin,
  level,
  access,
  trigger = BY_HAND,
}: NewSession): Promise<SessionRow> {
  const [client, visitorId, run, site] = await Promise.all([
    clientInfo(),
    visitorIdOf(origin),
    browserRun(),
    readSite(origin),
  ])
  const sessionId = uuidv7()
  const startedAt = new Date().toISOString()
  return {
    sessionId,
    startedAt,
    metadata: {
      formatVersion: FORMAT_VERSION,
      sessionId,
      visitorId,
      startedAt,
      duration: 0,
      pageViews: 0,
      hasErrors: false,
      hasFrustration: false,
      viewport: { width: 0, height: 0 },
      ...client,
      country: null,
      initialUrl: '',
      title: '',
      errorCount: 0,
      frustrationScore: 0,
      trigger,
      maskingLevel: stricterLevel(level, site.settings.level),
      tabs: [{ tab: 0, openedBy: null, title: '', url: '' }],
      segments: [],
    },
    state: 'recording',
    endedAt: null,
    browserRun: run,
    recordedTabs: [{ tab: 0, browserTabId: tabId }],
    access,
    origin,
    titled: false,
    nextOrdinal: 0,
    pendingChars: {},
    sizeBytes: 0,
    pinned: false,
    upload: { phase: 'local' },
    deletedAt: null,
  }
}
