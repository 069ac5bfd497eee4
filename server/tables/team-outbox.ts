import { sql, type ExpressionBuilder, type Selectable } from 'kysely'
import type { Db } from '../database/open-database.ts'
import type { Tables, TeamOutboxTable } from '../database/schema.ts'

export type OutboxRow = Selectable<TeamOutboxTable>

/** Has a session sent, or tried again at once; one that is queued or synced already stays as it is. */
export async function queueForTeam(db: Db, sessionId: string, now: Date): Promise<void> {
  await db
    .insertInto('team_outbox')
    .values({ session_id: sessionId, state: 'queued', queued_at: now, not_before: now })
    .onConflict((conflict) =>
      conflict
        .column('session_id')
        .doUpdateSet({ state: 'queued', not_before: now, failures: 0, problem: null })
        .where('team_outbox.state', '!=', 'synced'),
    )
    .execute()
}

export async function findInOutbox(db: Db, sessionId: string): Promise<OutboxRow | undefined> {
  return db.selectFrom('team_outbox').selectAll().where('session_id', '=', sessionId).executeTakeFirst()
}

export async function outboxOf(db: Db, sessionIds: readonly string[]): Promise<OutboxRow[]> {
  if (sessionIds.length === 0) return []
  return db.selectFrom('team_outbox').selectAll().where('session_id', 'in', sessionIds).execute()
}

export interface Claim {
  claimId: string
  teamUrl: string
  leaseMs: number
  now: Date
}

/**
 * Takes the session that is due longest, for one attempt: no other process gets it while the claim is kept alive. One
 * whose erasure at the team's server is not done yet waits for that.
 */
export async function claimNext(
  db: Db,
  { claimId, teamUrl, leaseMs, now }: Claim,
): Promise<OutboxRow | null> {
  const due = db
    .selectFrom('team_outbox')
    .select('session_id')
    .where('state', '=', 'queued')
    .where('not_before', '<=', now)
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
    .where((eb) => eb.not(awaitsErasure(eb, teamUrl)))
    .orderBy('not_before')
    .limit(1)
    .forUpdate()
    .skipLocked()
  const claimed = await db
    .updateTable('team_outbox')
    .set({
      claim_id: claimId,
      claimed_until: new Date(now.getTime() + leaseMs),
      team_url: teamUrl,
      sent_bytes: sql<number>`case when team_url = ${teamUrl} then sent_bytes else 0 end`,
    })
    .where('session_id', '=', due)
    .returningAll()
    .executeTakeFirst()
  return claimed ?? null
}

/** It was erased at this server, and came again, before the team's server has erased it. */
function awaitsErasure(eb: ExpressionBuilder<Tables, 'team_outbox'>, teamUrl: string) {
  return eb.exists(
    eb
      .selectFrom('team_erasures')
      .select('team_erasures.session_id')
      .whereRef('team_erasures.session_id', '=', 'team_outbox.session_id')
      .where('team_erasures.team_url', '=', teamUrl)
      .where('team_erasures.state', '=', 'queued'),
  )
}

/** How long until something may be due, in ms; null when nothing is queued. */
export async function nextDueIn(db: Db, teamUrl: string, now: Date): Promise<number | null> {
  const row = await db
    .selectFrom('team_outbox')
    .select(sql<Date | null>`min(greatest(not_before, coalesce(claimed_until, not_before)))`.as('at'))
    .where('state', '=', 'queued')
    .where((eb) => eb.not(awaitsErasure(eb, teamUrl)))
    .executeTakeFirstOrThrow()
  return row.at === null ? null : Math.max(0, row.at.getTime() - now.getTime())
}

export type AttemptEnd = Pick<OutboxRow, 'state'> &
  Partial<Pick<OutboxRow, 'not_before' | 'failures' | 'problem' | 'sent_bytes' | 'synced_at'>>

/** Ends an attempt. False when the session was erased meanwhile, or another process has taken over. */
export async function endAttempt(
  db: Db,
  { session_id, claim_id }: OutboxRow,
  end: AttemptEnd,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('team_outbox')
    .set({ ...end, claim_id: null, claimed_until: null })
    .where('session_id', '=', session_id)
    .where('claim_id', '=', claim_id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A sign of life of an attempt. False when it should stop: see {@link endAttempt}. */
export async function keepClaim(
  db: Db,
  { session_id, claim_id }: OutboxRow,
  { sentBytes, claimedUntil }: { sentBytes: number; claimedUntil: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('team_outbox')
    .set({ sent_bytes: sentBytes, claimed_until: claimedUntil })
    .where('session_id', '=', session_id)
    .where('claim_id', '=', claim_id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends all claims: for the one process of a database that others cannot use, whose last life may have ended in some. */
export async function dropClaims(db: Db): Promise<void> {
  await db.updateTable('team_outbox').set({ claim_id: null, claimed_until: null }).execute()
}

/** How many are in each state, and since when the oldest waits. */
export async function outboxSummary(db: Db) {
  const rows = await db
    .selectFrom('team_outbox')
    .select((eb) => [
      'state',
      eb.fn.countAll<number | string>().as('count'),
      eb.fn.min('queued_at').as('oldest'),
    ])
    .groupBy('state')
    .execute()
  const countOf = (state: OutboxRow['state']) => Number(rows.find((row) => row.state === state)?.count ?? 0)
  return {
    queued: countOf('queued'),
    synced: countOf('synced'),
    failed: countOf('failed'),
    oldestQueuedAt: rows.find(({ state }) => state === 'queued')?.oldest ?? null,
  }
}
