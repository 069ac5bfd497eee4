import { SCANNER_VERSION } from '../../shared/privacy/leak-scan.ts'
import { fingerprintOf } from '../../shared/session/fingerprint.ts'
import { NO_REVIEW, openFindings, type SessionReview, type SessionScan } from '../../shared/session/review.ts'
import type { SessionRow } from '../../shared/store/schema.ts'
import { updateSession } from '../../shared/store/writer.ts'
import { announce } from './changes.ts'
import { BackgroundProblem } from './problem.ts'
import { scanSession } from './scan-session.ts'
import { foldSession } from './segments.ts'
import { store } from './store.ts'

/**
 * The privacy review: what is in a session that looks private, and what the tester decided about it. All of it is in the
 * session's row. What was decided holds for a scan; when the session is another one than was scanned, it is scanned anew.
 */

/** Scans under way, by session: who asks meanwhile waits for the same one. */
const scanning = new Map<string, Promise<SessionRow>>()

/**
 * The review of a session as it is now.
 *
 * @throws {BackgroundProblem} when it is not there, or is still being recorded
 */
export async function openReview(sessionId: string): Promise<SessionReview> {
  return reviewOf(await ensureScanned(sessionId))
}

/**
 * Looks through a session for private data, unless that was done for what it is now.
 *
 * @returns its row, with the scan
 */
export function ensureScanned(sessionId: string): Promise<SessionRow> {
  const scan = scanning.get(sessionId) ?? scanNow(sessionId).finally(() => scanning.delete(sessionId))
  scanning.set(sessionId, scan)
  return scan
}

async function scanNow(sessionId: string): Promise<SessionRow> {
  await foldSession(sessionId)
  const database = await store()
  for (;;) {
    const row = stoppedRow(await database.get('sessions', sessionId))
    if (currentScan(row)) return row
    const scan = await scanSession(database, row.metadata, (part) =>
      announce({ topic: 'review', sessionId, part }),
    )
    // Of a session that was redacted meanwhile, nothing that was there before may be kept.
    await updateSession(database, sessionId, (current) =>
      fingerprintOf(current.metadata, SCANNER_VERSION) === scan.fingerprint
        ? { ...current, review: { ...(current.review ?? NO_REVIEW), scan } }
        : undefined,
    )
    announce({ topic: 'sessions', sessionId })
  }
}

/** Notes that findings are fine as they are, or takes that back. */
export async function acknowledge(sessionId: string, ids: string[], fine: boolean): Promise<SessionReview> {
  await ensureScanned(sessionId)
  const row = await updateSession(await store(), sessionId, (current) => {
    const review = current.review ?? NO_REVIEW
    const others = review.acknowledged.filter((id) => !ids.includes(id))
    return { ...current, review: { ...review, acknowledged: fine ? [...others, ...ids] : others } }
  })
  announce({ topic: 'sessions', sessionId })
  return reviewOf(stoppedRow(row))
}

/**
 * Does nothing when a session may leave this computer. Call it in the transaction that lets it go, and before its bytes
 * are sent.
 *
 * @throws {BackgroundProblem} `review-needed` when something in it looks private about which nothing was decided
 */
export function assertReviewed(row: SessionRow): void {
  if (!currentScan(row)) {
    throw new BackgroundProblem(
      'review-needed',
      'This session has changed since it was checked. Share it again.',
    )
  }
  const open = openFindings(reviewOf(row)).length
  if (open > 0) throw new BackgroundProblem('review-needed', needSentence(open))
}

const needSentence = (open: number) =>
  open === 1
    ? 'One thing in this session looks private. Review it before you share.'
    : `${open} things in this session look private. Review them before you share.`

/** The scan of what the session is now, or null. */
function currentScan({ metadata, review }: SessionRow): SessionScan | null {
  const scan = review?.scan ?? null
  return scan?.fingerprint === fingerprintOf(metadata, SCANNER_VERSION) ? scan : null
}

function reviewOf(row: SessionRow): SessionReview {
  const { findings, masked } = currentScan(row) ?? { findings: [], masked: [] }
  const known = new Set(findings.map(({ id }) => id))
  const acknowledged = (row.review?.acknowledged ?? []).filter((id) => known.has(id))
  return { findings, masked, acknowledged }
}

function stoppedRow(row: SessionRow | undefined): SessionRow {
  if (!row || row.deletedAt !== null)
    throw new BackgroundProblem('not-found', 'This session is no longer here. It may have been deleted.')
  if (row.state !== 'stopped')
    throw new BackgroundProblem('bad-request', 'Stop the recording before you review it.')
  return row
}
