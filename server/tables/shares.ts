import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../database/open-database.ts'
import type { SharesTable } from '../database/schema.ts'

export type ShareRow = Selectable<SharesTable>

export async function insertShare(db: Db, row: Insertable<SharesTable>): Promise<void> {
  await db.insertInto('shares').values(row).execute()
}

/** Whatever has become of it: revoked and expired ones too. */
export async function findShare(db: Db, tokenHash: string): Promise<ShareRow | undefined> {
  return db.selectFrom('shares').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
}

/** A share, with how often it was opened. */
export interface ListedShare extends ShareRow {
  views: number | string | null
  last_viewed_at: Date | null
}

/** Newest first. */
export async function sharesOf(db: Db, sessionId: string): Promise<ListedShare[]> {
  return withViews(db)
    .where('shares.session_id', '=', sessionId)
    .orderBy('shares.created_at', 'desc')
    .orderBy('shares.share_id')
    .execute()
}

/** Newest first, with the titles of their sessions. @param before the `share_id` to go on from */
export async function sharesOfWebsite(
  db: Db,
  { websiteId, before, limit }: { websiteId: string; before?: string | undefined; limit: number },
): Promise<(ListedShare & { title: string })[]> {
  let query = withViews(db)
    .innerJoin('sessions', 'sessions.session_id', 'shares.session_id')
    .select('sessions.title')
    .where('shares.website_id', '=', websiteId)
    .orderBy('shares.share_id', 'desc')
    .limit(limit)
  if (before !== undefined) query = query.where('shares.share_id', '<', before)
  return query.execute()
}

function withViews(db: Db) {
  return db
    .selectFrom('shares')
    .selectAll('shares')
    .select((eb) => [
      eb
        .selectFrom('audit_log')
        .select((count) => count.fn.countAll<number | string>().as('views'))
        .whereRef('audit_log.share_id', '=', 'shares.share_id')
        .where('audit_log.action', '=', 'share.viewed')
        .as('views'),
      eb
        .selectFrom('audit_log')
        .select((last) => last.fn.max('audit_log.at').as('at'))
        .whereRef('audit_log.share_id', '=', 'shares.share_id')
        .where('audit_log.action', '=', 'share.viewed')
        .as('last_viewed_at'),
    ])
}

/** Whether there is such a share of that session; revoking twice is fine. */
export async function revokeShare(
  db: Db,
  { sessionId, shareId, at }: { sessionId: string; shareId: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('shares')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(at)) }))
    .where('share_id', '=', shareId)
    .where('session_id', '=', sessionId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
