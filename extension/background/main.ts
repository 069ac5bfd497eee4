import browser, { type Runtime } from 'webextension-polyfill'
import { CAPTURE_PORT } from '../../shared/protocol/capture.ts'
import { takeBatches } from './capture.ts'
import { PURGE_ALARM, purgeDeleted } from './deletion.ts'
import { startAsked } from './asked.ts'
import { armOpenTabs, armOpenTabsOnce } from './open-tabs.ts'
import { rearmSites } from './recording.ts'
import { recover } from './recovery.ts'
import { answerRequest } from './requests.ts'
import { onTabRemoved, onTabUpdated } from './tabs.ts'
import { resumeUploads, UPLOAD_ALARM } from './upload.ts'

/**
 * The background: a service worker (an event page in Firefox) that may die at any time. Listeners are registered
 * synchronously, so that the event which starts it is not missed; each waits for the recovery.
 */
const ready = recover()
ready.then(resumeUploads, report)
run(armOpenTabsOnce)

browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) =>
  answerRequest(message, sender, ready),
)
browser.runtime.onConnect.addListener((port) => {
  if (port.name === CAPTURE_PORT) takeBatches(port)
})
browser.permissions.onAdded.addListener(() => {
  run(() =>
    startAsked()
      .finally(rearmSites)
      .then(() => armOpenTabs()),
  )
})
browser.permissions.onRemoved.addListener(() => run(rearmSites))
// Wake the worker with the browser, and after an update, so that what another run left is told and sites are armed.
browser.runtime.onStartup.addListener(() => {})
browser.runtime.onInstalled.addListener(() => {})
browser.tabs.onRemoved.addListener((tabId) => run(() => onTabRemoved(tabId)))
browser.tabs.onUpdated.addListener((tabId, change) => run(() => onTabUpdated(tabId, change)))
browser.alarms.onAlarm.addListener(({ name }) => {
  if (name === UPLOAD_ALARM) run(async () => resumeUploads())
  if (name === PURGE_ALARM) run(purgeDeleted)
})
self.addEventListener('online', () => run(async () => resumeUploads()))

function run(handle: () => Promise<unknown>): void {
  ready.then(handle).catch(report)
}

function report(error: unknown): void {
  console.error('QA Replay', error)
}
