import { sql, type Selectable } from 'kysely'
import type { Db } from '../database/open-database.ts'
import type { TeamErasuresTable } from '../database/schema.ts'

export type TeamErasureRow = Selectable<TeamErasuresTable>

/**
 * Notes which of the sessions that are about to be erased here have to be erased at the team's server too: all that an
 * attempt was ever made for. In the transaction of the deletion, before it: rows that a claim is being made on are waited
 * for.
 */
export async function noteTeamErasures(db: Db, sessionIds: readonly string[], now: Date): Promise<void> {
  const rows = await db
    .selectFrom('team_outbox')
    .select(['session_id', 'team_url', 'claimed_until'])
    .where('session_id', 'in', sessionIds)
    .forUpdate()
    .execute()
  for (const { session_id, team_url, claimed_until } of rows) {
    if (team_url === null) continue
    // After what an attempt has under way: it notices before its claim ends.
    const notBefore = claimed_until && claimed_until > now ? claimed_until : now
    const row = { session_id, team_url, state: 'queued', requested_at: now, not_before: notBefore } as const
    await db
      .insertInto('team_erasures')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['session_id', 'team_url']).doUpdateSet({ ...row, failures: 0, problem: null }),
      )
      .execute()
  }
}

/** The attempt that it waited for has ended. */
export async function hastenTeamErasure(db: Db, sessionId: string, now: Date): Promise<void> {
  await db
    .updateTable('team_erasures')
    .set({ not_before: now })
    .where('session_id', '=', sessionId)
    .where('failures', '=', 0)
    .execute()
}

/** The erasure at `teamUrl` that is due longest, for this process: no other gets it before `leaseMs` have passed. */
export async function leaseTeamErasure(
  db: Db,
  { teamUrl, now, leaseMs }: { teamUrl: string; now: Date; leaseMs: number },
): Promise<TeamErasureRow | null> {
  const due = db
    .selectFrom('team_erasures')
    .select('session_id')
    .where('team_url', '=', teamUrl)
    .where('state', '=', 'queued')
    .where('not_before', '<=', now)
    .orderBy('not_before')
    .limit(1)
    .forUpdate()
    .skipLocked()
  const leased = await db
    .updateTable('team_erasures')
    .set({ not_before: new Date(now.getTime() + leaseMs) })
    .where('team_url', '=', teamUrl)
    .where('session_id', '=', due)
    .returningAll()
    .executeTakeFirst()
  return leased ?? null
}

/** How long until an erasure at `teamUrl` is due, in ms; null when there is none. */
export async function nextTeamErasureIn(db: Db, teamUrl: string, now: Date): Promise<number | null> {
  const row = await db
    .selectFrom('team_erasures')
    .select(sql<Date | null>`min(not_before)`.as('at'))
    .where('team_url', '=', teamUrl)
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow()
  return row.at === null ? null : Math.max(0, row.at.getTime() - now.getTime())
}

export async function endTeamErasure(db: Db, { session_id, team_url }: TeamErasureRow): Promise<void> {
  await db
    .deleteFrom('team_erasures')
    .where('session_id', '=', session_id)
    .where('team_url', '=', team_url)
    .execute()
}

export async function changeTeamErasure(
  db: Db,
  { session_id, team_url }: TeamErasureRow,
  change: Partial<Pick<TeamErasureRow, 'state' | 'not_before' | 'failures' | 'problem'>>,
): Promise<void> {
  await db
    .updateTable('team_erasures')
    .set(change)
    .where('session_id', '=', session_id)
    .where('team_url', '=', team_url)
    .execute()
}

export async function teamErasureSummary(db: Db): Promise<{ queued: number; failed: number }> {
  const rows = await db
    .selectFrom('team_erasures')
    .select((eb) => ['state', eb.fn.countAll<number | string>().as('count')])
    .groupBy('state')
    .execute()
  const countOf = (state: TeamErasureRow['state']) =>
    Number(rows.find((row) => row.state === state)?.count ?? 0)
  return { queued: countOf('queued'), failed: countOf('failed') }
}
