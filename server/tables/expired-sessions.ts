import type { Db } from '../database/open-database.ts'

const COLUMNS = ['session_id', 'website_id', 'object_prefix'] as const

/** Complete sessions whose time is over, the oldest first. */
export async function expiredSessions(db: Db, { now, limit }: { now: Date; limit: number }) {
  return db
    .selectFrom('sessions')
    .select(COLUMNS)
    .where('state', '=', 'complete')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit)
    .execute()
}

/** Uploads that were never completed, and that nobody has gone on with since. */
export async function unfinishedSessions(
  db: Db,
  { untouchedSince, limit }: { untouchedSince: Date; limit: number },
) {
  return db
    .selectFrom('sessions')
    .select(COLUMNS)
    .where('state', '=', 'uploading')
    .where('touched_at', '<=', untouchedSince)
    .orderBy('touched_at')
    .limit(limit)
    .execute()
}
