import {
  createTabRedactor,
  redactionsOfTab,
  redactMetadata,
  type TabRedactor,
} from '../../shared/privacy/redact.ts'
import { EVENT_TYPE, type SessionEvent } from '../../shared/session/events.ts'
import type { SegmentDescriptor, SessionMetadata } from '../../shared/session/metadata.ts'
import { NO_REVIEW, type SessionRedactions, type SessionScan } from '../../shared/session/review.ts'
import { isSending, type UploadState } from '../../shared/session/summary.ts'
import type { Database, SegmentRow, SessionRow } from '../../shared/store/schema.ts'
import { makeSegment, replaceSegments, updateSession } from '../../shared/store/writer.ts'
import { announce } from './changes.ts'
import { BackgroundProblem } from './problem.ts'
import { createPause, createSessionScanner, readSegments } from './scan-session.ts'
import { foldExclusively } from './segments.ts'
import { connectedServer, deleteFromServer } from './server.ts'
import { store } from './store.ts'

/** A session that goes on changing while it is redacted is not redacted. */
const MAX_ATTEMPTS = 3

/**
 * Takes something out of a session for good: its segments, its batches, its metadata and what was cached of it are
 * written anew, in one transaction. A worker that dies before has changed nothing.
 *
 * @throws {BackgroundProblem} with a sentence, when it is being recorded or uploaded
 */
export async function redactSession(sessionId: string, redactions: SessionRedactions): Promise<SessionRow> {
  const wanted = checkRedactions(redactions)
  const row = await foldExclusively(sessionId, async () => {
    const database = await store()
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const before = refuseBusy(await database.get('sessions', sessionId))
      const redacted = await redactAll(database, before.metadata, wanted)
      const { url = null } = (await connectedServer())?.connection ?? {}
      const after = await replaceSegments(database, sessionId, {
        madeFrom: before.metadata.segments.map(({ sha256 }) => sha256),
        segments: redacted.segments,
        change: (current) => withoutTraces(refuseBusy(current), wanted, redacted, url),
      })
      if (after) return after
    }
    throw new BackgroundProblem('bad-request', 'This session is changing. Wait a moment, and try again.')
  })
  announce({ topic: 'sessions', sessionId })
  return row
}

/** Deletes on the server what was uploaded before the session was redacted. */
export async function deleteStaleCopy(sessionId: string): Promise<SessionRow | undefined> {
  const database = await store()
  const row = await database.get('sessions', sessionId)
  const staleCopy = row?.review?.staleCopy ?? null
  if (staleCopy !== null) await deleteFromServer(sessionId, staleCopy)
  const next = await updateSession(database, sessionId, (current) => ({
    ...current,
    review: { ...(current.review ?? NO_REVIEW), staleCopy: null },
  }))
  announce({ topic: 'sessions', sessionId })
  return next
}

interface Redacted {
  segments: SegmentRow[]
  scan: SessionScan
  metadata: SessionMetadata
}

async function redactAll(
  database: Database,
  metadata: SessionMetadata,
  redactions: SessionRedactions,
): Promise<Redacted> {
  const redactors = new Map<number, TabRedactor>()
  const pause = createPause()
  for await (const { tab, events } of readSegments(database, metadata)) {
    const redactor = redactors.get(tab) ?? createTabRedactor(redactionsOfTab(redactions, tab))
    redactors.set(tab, redactor)
    for (const event of events) {
      redactor.learn(event)
      await pause()
    }
  }
  // The result is scanned on the way, so that it is known at once what is left to decide.
  const scanner = createSessionScanner()
  const segments: SegmentRow[] = []
  const { sessionId } = metadata
  for await (const { tab, index, events } of readSegments(database, metadata)) {
    const left: SessionEvent[] = []
    for (const event of events) {
      const redacted = redactors.get(tab)?.redact(event)
      if (redacted) {
        left.push(redacted)
        scanner.add(redacted, tab)
      }
      await pause()
    }
    if (left.length === 0) left.push(nothingLeft(metadata, tab, index))
    segments.push(await makeSegment({ sessionId, tab, index }, left))
  }
  const redactedMetadata = {
    ...redactMetadata(metadata, redactions),
    segments: segments.map(describeSegment),
  }
  return { segments, metadata: redactedMetadata, scan: scanner.end(redactedMetadata) }
}

const describeSegment = ({
  tab,
  index,
  start,
  end,
  events,
  bytes,
  sha256,
}: SegmentRow): SegmentDescriptor => ({
  tab,
  index,
  start,
  end,
  events,
  bytes,
  sha256,
})

/** A segment needs an event. */
function nothingLeft({ segments }: SessionMetadata, tab: number, index: number): SessionEvent {
  const timestamp = segments.find((known) => known.tab === tab && known.index === index)?.start ?? 0
  const payload = { reason: 'redacted', sentence: 'What was here was redacted.', durationMs: 0 }
  return { type: EVENT_TYPE.custom, timestamp, data: { tag: 'qa.gap', payload } }
}

/** The row without anything that was made from what is gone. */
function withoutTraces(
  row: SessionRow,
  redactions: SessionRedactions,
  { metadata, scan, segments }: Redacted,
  serverUrl: string | null,
): SessionRow {
  const { acknowledged, staleCopy } = row.review ?? NO_REVIEW
  const left = new Set(scan.findings.map(({ id }) => id))
  // Renamed meanwhile: then the title of now counts, and the scan is of another one.
  const current = redactMetadata(row.metadata, redactions)
  return {
    ...row,
    metadata: { ...current, segments: metadata.segments },
    pendingChars: {},
    sizeBytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    upload: { phase: 'local' },
    review: {
      scan,
      acknowledged: acknowledged.filter((id) => left.has(id)),
      redactedAt: Date.now(),
      staleCopy: staleCopy ?? serverWithCopy(row.upload, serverUrl),
    },
  }
}

/** The server that has, or may have, some of the session as it was. */
function serverWithCopy(upload: UploadState, connected: string | null): string | null {
  if (upload.phase === 'uploaded') return upload.serverUrl
  return upload.phase === 'failed' ? connected : null
}

function refuseBusy(row: SessionRow | undefined): SessionRow {
  if (!row || row.deletedAt !== null)
    throw new BackgroundProblem('not-found', 'This session is no longer here. It may have been deleted.')
  if (row.state !== 'stopped')
    throw new BackgroundProblem('bad-request', 'Stop the recording before you redact it.')
  if (isSending(row.upload))
    throw new BackgroundProblem(
      'bad-request',
      'This session is being uploaded. Redact it when that has ended.',
    )
  return row
}

/** @throws {BackgroundProblem} when there is nothing to do; what would take out every blank is left out */
function checkRedactions({ strings, nodes }: SessionRedactions): SessionRedactions {
  const wanted = { strings: strings.filter((text) => text.trim() !== ''), nodes }
  if (wanted.strings.length + nodes.length === 0)
    throw new BackgroundProblem('bad-request', 'Choose what to redact first.')
  return wanted
}
