import browser, { type Runtime } from 'webextension-polyfill'
import { parseCaptureBatch, type CaptureAnswer, type CaptureBatch } from '../../shared/protocol/capture.ts'
import { appendBatch, type AppendResult } from '../../shared/store/writer.ts'
import { pageAccess } from './access.ts'
import { announce } from './changes.ts'
import { isStorageFull, STORAGE_FULL_SENTENCE } from './problem.ts'
import { isPageAlive, noteMissing, recordingOf, stopRecording } from './recording.ts'
import { foldWhenLarge, keepWithinCap } from './segments.ts'
import { store } from './store.ts'

/** How long a page that went silent is given to be replaced by the next one, before it counts as crashed. */
const CRASH_GRACE_MS = 2_000

/**
 * Takes the batches of one document. Each is acknowledged when it is on disk, and only then: the relay sends again what
 * was not. They are stored one after the other, so that an acknowledgement means everything before it as well.
 */
export function takeBatches(port: Runtime.Port): void {
  let queue: Promise<unknown> = Promise.resolve()
  let connected = true
  const answer = (message: CaptureAnswer) => {
    if (connected) port.postMessage(message)
  }
  port.onMessage.addListener((message: unknown) => {
    const batch = parseCaptureBatch(message)
    if (batch) queue = queue.then(() => takeBatch(batch, answer)).catch(reportFailure)
  })
  port.onDisconnect.addListener(() => {
    connected = false
    const tabId = port.sender?.tab?.id
    if (tabId !== undefined)
      void delay(CRASH_GRACE_MS)
        .then(() => noticeCrash(tabId))
        .catch(reportFailure)
  })
}

async function takeBatch(batch: CaptureBatch, answer: (message: CaptureAnswer) => void): Promise<void> {
  const { sessionId, documentId, seq, tab } = batch
  const result = await storeBatch(batch)
  switch (result.outcome) {
    case 'stored':
      answer({ type: 'ack', documentId, seq })
      announce({ topic: 'sessions', sessionId })
      return foldWhenLarge(sessionId, tab, result.pendingChars)
    case 'duplicate': {
      answer({ type: 'ack', documentId, seq })
      return
    }
    case 'not-recording': {
      answer({ type: 'refuse', documentId, reason: 'not-recording' })
      return
    }
    case 'storage-full':
      answer({ type: 'refuse', documentId, reason: 'storage-full' })
      await stopRecording(sessionId, { reason: 'storage-full', detail: STORAGE_FULL_SENTENCE })
  }
}

async function storeBatch(batch: CaptureBatch): Promise<AppendResult | { outcome: 'storage-full' }> {
  const database = await store()
  try {
    return await appendBatch(database, batch)
  } catch (error) {
    if (!isStorageFull(error)) throw error
  }
  try {
    // Once more, without the oldest half of what may go: for a recording that goes on, not for the last words of one that is over.
    const rows = await database.getAll('sessions')
    const { sessionId } = batch
    if (rows.find((row) => row.sessionId === sessionId)?.state !== 'recording')
      return { outcome: 'storage-full' }
    await keepWithinCap(rows.reduce((sum, row) => sum + row.sizeBytes, 0) / 2, sessionId)
    return await appendBatch(database, batch)
  } catch (error) {
    if (!isStorageFull(error)) throw error
    return { outcome: 'storage-full' }
  }
}

/**
 * A tab whose page went silent, and stays so, has crashed. Asked twice: a page that is just being replaced by the next
 * one is silent as well.
 */
async function noticeCrash(tabId: number): Promise<void> {
  const sessionId = await silentRecording(tabId)
  if (!sessionId) return
  await delay(CRASH_GRACE_MS)
  if ((await silentRecording(tabId)) !== sessionId) return
  await noteMissing(sessionId, {
    reason: 'tab-crashed',
    detail: 'The page crashed while it was being recorded. Everything up to then is here.',
  })
  announce({ topic: 'sessions', sessionId })
}

/** The session of a tab that should record, being loaded and with access, while no recorder answers in it. */
async function silentRecording(tabId: number): Promise<string | undefined> {
  const row = await recordingOf(tabId)
  if (!row) return undefined
  const tab = await browser.tabs.get(tabId).catch(() => undefined)
  const page = await pageAccess(tab)
  if (!tab || tab.status === 'loading' || tab.discarded || !page.recordable || !page.granted) return undefined
  return (await isPageAlive(tabId, row.sessionId)) ? undefined : row.sessionId
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

function reportFailure(error: unknown): void {
  console.error('QA Replay could not take a batch', error)
}
