import browser from 'webextension-polyfill'
import { ApiError, UnreachableError } from '../../shared/api/errors.ts'
import { uploadSession } from '../../shared/api/upload.ts'
import { NO_REVIEW } from '../../shared/session/review.ts'
import { isSending, type UploadState } from '../../shared/session/summary.ts'
import type { SessionRow } from '../../shared/store/schema.ts'
import { updateSession } from '../../shared/store/writer.ts'
import { announce } from './changes.ts'
import { BackgroundProblem } from './problem.ts'
import { assertReviewed, ensureScanned } from './review.ts'
import { connectedServer, deleteIfThere, toServerProblem, type ConnectedServer } from './server.ts'
import { store } from './store.ts'

/**
 * The queue of chosen sessions. It is in the store (every row whose upload is queued or uploading), so it goes on after
 * the worker's and the browser's death: an alarm wakes the worker while there is something to send. What the server has
 * already is not sent again.
 */

export const UPLOAD_ALARM = 'upload'
/** The shortest period that Chrome gives an alarm (developer.chrome.com/docs/extensions/reference/api/alarms). */
const ALARM_PERIOD_MINUTES = 0.5
/** An extension's worker is ended after 30 s without an API call; this is one. */
const KEEP_ALIVE_MS = 20_000
const RETRY_BASE_MS = 1_000
const RETRY_MAX_MS = 5 * 60_000

let running: Promise<void> | null = null
/** Something was queued while the queue was being sent: it may have been read before. */
let queuedMore = false
let attempts = 0
let notBefore = 0

/**
 * Looks through a session for private data, and queues it for upload and a share link.
 *
 * @throws {BackgroundProblem} when no server is connected, the session is still being recorded, or (`review-needed`)
 *   something in it looks private about which nothing was decided
 */
export async function queueShare(sessionId: string): Promise<SessionRow> {
  if (!(await connectedServer())) {
    throw new BackgroundProblem(
      'not-connected',
      'Connect QA Replay to a server first: sharing puts the session there.',
    )
  }
  const known = await (await store()).get('sessions', sessionId)
  if (known && !isShared(known)) await ensureScanned(sessionId)
  const row = await updateSession(await store(), sessionId, (current) => {
    if (isShared(current)) return undefined
    assertReviewed(current)
    return {
      ...current,
      upload: { phase: 'queued', sentBytes: 0, totalBytes: bytesOf(current), waiting: null },
    }
  })
  if (!row) throw new BackgroundProblem('not-found', 'This session is no longer here.')
  announce({ topic: 'sessions', sessionId })
  notBefore = 0
  attempts = 0
  resumeUploads()
  return row
}

/** @throws {BackgroundProblem} while it is still being recorded */
function isShared({ state, upload }: SessionRow): boolean {
  if (state !== 'stopped')
    throw new BackgroundProblem('bad-request', 'Stop the recording before you share it.')
  return upload.phase === 'uploaded' && upload.shareUrl !== null
}

/** Sends what is queued, unless that is going on. Called at every start of the worker, by the alarm, and when online. */
export function resumeUploads(): void {
  if (Date.now() < notBefore) return
  if (running) {
    queuedMore = true
    return
  }
  running = sendQueue()
    .catch((error: unknown) => console.error('QA Replay could not upload', error))
    .finally(() => {
      running = null
      if (queuedMore) resumeUploads()
    })
  queuedMore = false
}

async function sendQueue(): Promise<void> {
  let row = await nextQueued()
  if (!row) {
    await browser.alarms.clear(UPLOAD_ALARM)
    return
  }
  await browser.alarms.create(UPLOAD_ALARM, { periodInMinutes: ALARM_PERIOD_MINUTES })
  const keepAlive = setInterval(() => void browser.runtime.getPlatformInfo(), KEEP_ALIVE_MS)
  try {
    for (; row; row = await nextQueued()) {
      if (!(await sendSession(row))) return
    }
    await browser.alarms.clear(UPLOAD_ALARM)
  } finally {
    clearInterval(keepAlive)
  }
}

async function nextQueued(): Promise<SessionRow | undefined> {
  const rows = await (await store()).getAllFromIndex('sessions', 'startedAt')
  return rows.find(({ upload, deletedAt }) => deletedAt === null && isSending(upload))
}

/** @returns whether to go on with the next one now */
async function sendSession(row: SessionRow): Promise<boolean> {
  const server = await connectedServer()
  if (!server) {
    await setUpload(row.sessionId, {
      phase: 'failed',
      code: 'not-connected',
      sentence: 'QA Replay is no longer connected to a server. Connect it, and share again.',
    })
    return true
  }
  try {
    // Once more, on what is there now: it may have been renamed since it was queued, or queued by an older build.
    const reviewed = await ensureScanned(row.sessionId)
    assertReviewed(reviewed)
    await replaceStaleCopy(reviewed, server)
    await setUpload(row.sessionId, await shareThrough(server, reviewed))
    attempts = 0
    return true
  } catch (error) {
    return handleFailure(row, server.connection.url, error)
  }
}

/** A server does not take other segments for a session that it has: what was shared before the redaction goes first. */
async function replaceStaleCopy({ sessionId, review }: SessionRow, server: ConnectedServer): Promise<void> {
  if (!review || review.staleCopy !== server.connection.url) return
  await deleteIfThere(server, sessionId)
  await updateSession(await store(), sessionId, (row) => ({
    ...row,
    review: { ...(row.review ?? NO_REVIEW), staleCopy: null },
  }))
}

async function shareThrough({ connection, client }: ConnectedServer, row: SessionRow): Promise<UploadState> {
  const database = await store()
  const { sessionId, metadata } = row
  await uploadSession({
    client,
    websiteId: connection.websiteId,
    metadata,
    async readSegment(tab, index) {
      const segment = await database.get('segments', [sessionId, tab, index])
      if (!segment)
        throw new BackgroundProblem('not-found', 'A part of this session is no longer in the store.')
      return segment.blob
    },
    onProgress: ({ sentBytes, totalBytes }) =>
      void setUpload(sessionId, { phase: 'uploading', sentBytes, totalBytes }),
  })
  const { url } = await client.createShare(sessionId)
  return { phase: 'uploaded', serverUrl: connection.url, shareUrl: url }
}

async function handleFailure(row: SessionRow, serverUrl: string, error: unknown): Promise<boolean> {
  const problem = toServerProblem(error, serverUrl)
  const sentence = problem instanceof Error ? problem.message : String(problem)
  const retryable = (error instanceof ApiError || error instanceof UnreachableError) && error.retryable
  if (!retryable) {
    const code = problem instanceof BackgroundProblem ? problem.code : 'unexpected'
    await setUpload(row.sessionId, { phase: 'failed', code, sentence })
    return true
  }
  const delayMs = error.retryAfterMs ?? backoffMs(attempts++)
  notBefore = Date.now() + delayMs
  setTimeout(resumeUploads, delayMs)
  await setUpload(row.sessionId, {
    phase: 'queued',
    sentBytes: 0,
    totalBytes: bytesOf(row),
    waiting: `${sentence} The session is safe on this computer, and goes up by itself as soon as the server is back.`,
  })
  return false
}

/** Exponential backoff with full jitter (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter). */
function backoffMs(attempt: number): number {
  return RETRY_BASE_MS + Math.random() * Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** attempt)
}

async function setUpload(sessionId: string, upload: UploadState): Promise<void> {
  await updateSession(await store(), sessionId, (row) => ({ ...row, upload }))
  announce({ topic: 'sessions', sessionId })
}

const bytesOf = (row: SessionRow) => row.metadata.segments.reduce((sum, { bytes }) => sum + bytes, 0)
