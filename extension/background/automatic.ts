import browser from 'webextension-polyfill'
import type { HelloReply } from '../../shared/protocol/requests.ts'
import type { SiteSettings } from '../../shared/protocol/site-settings.ts'
import type { SessionRow } from '../../shared/store/schema.ts'
import { deleteSession, updateSession } from '../../shared/store/writer.ts'
import { armPage } from './arming.ts'
import { clearBadge } from './badge.ts'
import { announce } from './changes.ts'
import { forgetTab, recordingConfigOf, recordingOf, startRecording, stopRecording } from './recording.ts'
import { settingsOfSite } from './sites.ts'
import { store } from './store.ts'

/**
 * Sites of which every visit is recorded. Such a recording begins when the page's relay says that the page allows it,
 * and ends with the visit: when the tab is closed, leaves the site, or when consent is withdrawn, which deletes it.
 */

const REASON = 'Every visit of this site is recorded'

/** What a document is told that asks whether it is recorded. @param origin of the document */
export async function answerHello(tabId: number, origin: string): Promise<HelloReply> {
  const row = await recordingOf(tabId)
  if (row && !isAutomatic(row)) return { record: await recordingConfigOf(tabId, origin), consent: null }
  const site = await automaticSite(tabId, origin)
  if (!site) {
    if (row) await leaveSite(row, tabId)
    return NOTHING
  }
  return { record: row ? await recordingConfigOf(tabId, origin) : null, consent: site.consent }
}

/** Starts the recording that a page allows, or ends and deletes the one that it no longer allows. */
export async function takeConsent(
  { tabId, origin }: { tabId: number; origin: string },
  { granted, armed }: { granted: boolean; armed: boolean },
): Promise<HelloReply> {
  const row = await recordingOf(tabId)
  if (row && !isAutomatic(row)) return NOTHING
  const site = await automaticSite(tabId, origin)
  if (!granted) {
    if (row) await withdraw(row)
    return { record: null, consent: site?.consent ?? null }
  }
  if (!site) return NOTHING
  // The recorder itself is asked first whether the page opts out.
  if (!armed) {
    await armPage(tabId)
    return { record: null, consent: site.consent }
  }
  if (!row) {
    const trigger = { mode: 'all' as const, reason: REASON }
    await startRecording(tabId, { level: site.level, access: 'site', trigger, armed: true })
  }
  return { record: await recordingConfigOf(tabId, origin), consent: site.consent }
}

const NOTHING: HelloReply = { record: null, consent: null }

export const isAutomatic = ({ metadata }: SessionRow) => metadata.trigger.mode !== 'manual'

/** The settings of a site of which every visit is recorded, this one too. */
async function automaticSite(tabId: number, origin: string): Promise<SiteSettings | null> {
  const settings = await settingsOfSite(origin)
  return settings.mode === 'all' && !(await isVisitPaused(tabId)) ? settings : null
}

/** A tab of the recording went to another site: the recording goes on in its other tabs, if it has any. */
export async function leaveSite(row: SessionRow, tabId: number): Promise<void> {
  const wasLast = await forgetTab(row, tabId)
  await clearBadge(tabId)
  if (wasLast) await stopRecording(row.sessionId)
}

/** Marked as deleted first: a worker that finds it half-way deletes it. */
async function withdraw({ sessionId }: SessionRow): Promise<void> {
  const database = await store()
  await updateSession(database, sessionId, (row) => ({ ...row, deletedAt: Date.now() }))
  await stopRecording(sessionId)
  await deleteSession(database, sessionId)
  announce({ topic: 'sessions', sessionId })
}

const pausedKey = (tabId: number) => `paused:${tabId}`

/** Somebody stopped the recording of this visit: the tab is not recorded again by itself. */
export async function pauseVisits(row: SessionRow): Promise<void> {
  if (!isAutomatic(row)) return
  const paused = row.recordedTabs.map(({ browserTabId }) => [pausedKey(browserTabId), true] as const)
  await browser.storage.session.set(Object.fromEntries(paused))
}

async function isVisitPaused(tabId: number): Promise<boolean> {
  return pausedKey(tabId) in (await browser.storage.session.get(pausedKey(tabId)))
}

export async function forgetPaused(tabId: number): Promise<void> {
  await browser.storage.session.remove(pausedKey(tabId))
}
