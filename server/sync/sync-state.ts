import type { ListedSession, SyncState } from '../../shared/api/schemas.ts'
import type { Services } from '../services.ts'
import { findInOutbox, outboxOf, type OutboxRow } from '../tables/team-outbox.ts'
import { sizesOf, type SessionRow } from '../tables/sessions.ts'

type Monitored = Pick<Services, 'db' | 'sync'>

/** How far a session has come on its way to the team's server. */
export async function syncStateOf(
  { db, sync }: Monitored,
  { session_id, size_bytes }: Pick<SessionRow, 'session_id' | 'size_bytes'>,
): Promise<SyncState> {
  return stateOf(await findInOutbox(db, session_id), {
    totalBytes: size_bytes,
    stopped: sync.stopped,
    now: new Date(),
  })
}

/** The sessions of a page, each with its {@link syncStateOf}. */
export async function withSyncStates(
  { db, sync }: Monitored,
  sessions: readonly ListedSession[],
): Promise<ListedSession[]> {
  const ids = sessions.map(({ sessionId }) => sessionId)
  const [rows, sizes] = await Promise.all([outboxOf(db, ids), sizesOf(db, ids)])
  const byId = new Map(rows.map((row) => [row.session_id, row]))
  const now = new Date()
  return sessions.map((session) => {
    const context = { totalBytes: sizes.get(session.sessionId) ?? 0, stopped: sync.stopped, now }
    return { ...session, sync: stateOf(byId.get(session.sessionId), context) }
  })
}

function stateOf(
  row: OutboxRow | undefined,
  { totalBytes, stopped, now }: { totalBytes: number; stopped: string | null; now: Date },
): SyncState {
  if (!row) return { state: 'none' }
  const { session_id, team_url, synced_at, problem } = row
  if (row.state === 'synced' && team_url !== null && synced_at !== null) {
    const sessionUrl = `${team_url}/api/replay/${session_id}`
    return { state: 'synced', syncedAt: synced_at.toISOString(), teamUrl: team_url, sessionUrl }
  }
  if (row.state === 'failed') return { state: 'failed', problem: problem ?? 'It could not be sent.' }
  const progress = { sentBytes: row.sent_bytes, totalBytes, queuedAt: row.queued_at.toISOString() }
  if (row.claimed_until !== null && row.claimed_until > now) return { state: 'syncing', ...progress }
  return {
    state: 'queued',
    ...progress,
    nextAttemptAt: row.not_before.toISOString(),
    problem: stopped ?? problem,
  }
}
