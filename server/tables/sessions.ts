import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../database/open-database.ts'
import type { SessionsTable } from '../database/schema.ts'
import { erasureOf, insertErasures } from './erasures.ts'
import { noteTeamErasures } from './team-erasures.ts'
import { queueForTeam } from './team-outbox.ts'

export type SessionRow = Selectable<SessionsTable>

export async function findSession(db: Db, sessionId: string): Promise<SessionRow | undefined> {
  return db.selectFrom('sessions').selectAll().where('session_id', '=', sessionId).executeTakeFirst()
}

/** Whether it was added; false when there is one with that id. */
export async function insertSession(db: Db, row: Insertable<SessionsTable>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('sessions')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** An upload goes on: its metadata as they are now, and the time, which keeps it from being collected. */
export async function resumeSession(
  db: Db,
  sessionId: string,
  change: Pick<Insertable<SessionsTable>, 'metadata' | 'title' | 'touched_at'>,
): Promise<void> {
  await db
    .updateTable('sessions')
    .set(change)
    .where('session_id', '=', sessionId)
    .where('state', '=', 'uploading')
    .execute()
}

export interface Completion {
  sessionId: string
  completedAt: Date
  expiresAt: Date
  /** Whether it is to be sent to the team's server. */
  forTeam: boolean
}

/**
 * Lists the session from now on, and queues it for the team's server in the same transaction. Whether this call did it:
 * of several at once, one does.
 */
export async function completeSession(
  db: Db,
  { sessionId, completedAt, expiresAt, forTeam }: Completion,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('sessions')
      .set({ state: 'complete', completed_at: completedAt, expires_at: expiresAt })
      .where('session_id', '=', sessionId)
      .where('state', '=', 'uploading')
      .executeTakeFirst()
    const isCompleted = numUpdatedRows > 0n
    if (isCompleted && forTeam) await queueForTeam(trx, sessionId, completedAt)
    return isCompleted
  })
}

export type DeletableSession = Pick<SessionRow, 'session_id' | 'object_prefix'>

/**
 * Deletes the rows of sessions, with everything that hangs on them, and notes that their objects have to be erased, in
 * one transaction: whatever dies in between, the objects are found again. With `alsoAtTeam` it notes, too, which of them
 * the team's server may have.
 */
export async function deleteSessions(
  db: Db,
  sessions: readonly DeletableSession[],
  { now, alsoAtTeam }: { now: Date; alsoAtTeam: boolean },
): Promise<void> {
  if (sessions.length === 0) return
  await db.transaction().execute(async (trx) => {
    await insertErasures(
      trx,
      sessions.map(({ object_prefix }) => erasureOf(object_prefix, now)),
    )
    const ids = sessions.map(({ session_id }) => session_id)
    if (alsoAtTeam) await noteTeamErasures(trx, ids, now)
    await trx.deleteFrom('sessions').where('session_id', 'in', ids).execute()
  })
}

/** A visitor's sessions on a website. @param createdBy only those that this key created; null for all */
export async function sessionsOfVisitor(
  db: Db,
  { websiteId, visitorId, createdBy }: { websiteId: string; visitorId: string; createdBy: string | null },
): Promise<DeletableSession[]> {
  let query = db
    .selectFrom('sessions')
    .select(['session_id', 'object_prefix'])
    .where('website_id', '=', websiteId)
    .where('visitor_id', '=', visitorId)
  if (createdBy !== null) query = query.where('created_by', '=', createdBy)
  return query.execute()
}

/** Sessions of a website, whichever they are: complete or not. */
export async function someSessionsOf(db: Db, websiteId: string, limit: number): Promise<DeletableSession[]> {
  return db
    .selectFrom('sessions')
    .select(['session_id', 'object_prefix'])
    .where('website_id', '=', websiteId)
    .limit(limit)
    .execute()
}

/** Bytes of all segments of each session, by its id. */
export async function sizesOf(db: Db, sessionIds: readonly string[]): Promise<Map<string, number>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('sessions')
    .select(['session_id', 'size_bytes'])
    .where('session_id', 'in', sessionIds)
    .execute()
  return new Map(rows.map(({ session_id, size_bytes }) => [session_id, size_bytes]))
}
