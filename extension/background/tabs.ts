import browser, { type Tabs } from 'webextension-polyfill'
import { forgetPaused, isAutomatic, leaveSite } from './automatic.ts'
import { announce } from './changes.ts'
import { forgetEnded } from './ended.ts'
import { forgetTab, isPageAlive, noteMissing, recordingOf, stopRecording } from './recording.ts'
import { pageAccess } from './access.ts'

/** What happens to tabs while they are recorded. */

export async function onTabRemoved(tabId: number): Promise<void> {
  await Promise.all([forgetEnded(tabId), forgetPaused(tabId)])
  const row = await recordingOf(tabId)
  if (!row) return
  const wasLast = await forgetTab(row, tabId)
  if (!wasLast) return
  // The end of a visit is where a recording of the visit ends.
  if (isAutomatic(row)) await stopRecording(row.sessionId)
  else {
    await stopRecording(row.sessionId, {
      reason: 'tab-closed',
      detail: 'The tab was closed while it was being recorded. Everything up to then is here.',
    })
  }
}

export async function onTabUpdated(tabId: number, change: Tabs.OnUpdatedChangeInfoType): Promise<void> {
  if (change.status !== 'complete') return
  const row = await recordingOf(tabId)
  if (!row || (await isPageAlive(tabId, row.sessionId))) return
  if (row.access === 'page') {
    await stopRecording(row.sessionId, {
      reason: 'access-ended',
      detail:
        'The page was left, and QA Replay was allowed to record that page only. Everything up to then is here.',
    })
    return
  }
  const page = await pageAccess(await browser.tabs.get(tabId).catch(() => undefined))
  if (page.recordable && page.granted) return
  if (isAutomatic(row)) {
    await leaveSite(row, tabId)
    return
  }
  await noteMissing(row.sessionId, {
    reason: 'access-ended',
    detail: 'The tab went to a page that QA Replay was not allowed to record. That part is missing.',
  })
  announce({ topic: 'tabs' })
}
