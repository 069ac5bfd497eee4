import { sql } from 'kysely'
import type { Db } from '../database/open-database.ts'

/** Counts one more hit of `bucket` in its window, which begins anew when the last one is over. */
export async function countHit(
  db: Db,
  { bucket, windowMs, now }: { bucket: string; windowMs: number; now: Date },
): Promise<{ hits: number; endsInMs: number }> {
  const windowStart = new Date(now.getTime() - windowMs)
  const row = await db
    .insertInto('rate_limits')
    .values({ bucket, window_started_at: now, hits: 1 })
    .onConflict((conflict) =>
      conflict.column('bucket').doUpdateSet({
        hits: sql<number>`case when rate_limits.window_started_at > ${windowStart} then rate_limits.hits + 1 else 1 end`,
        window_started_at: sql<Date>`case when rate_limits.window_started_at > ${windowStart} then rate_limits.window_started_at else ${now} end`,
      }),
    )
    .returning(['hits', 'window_started_at'])
    .executeTakeFirstOrThrow()
  return { hits: row.hits, endsInMs: Math.max(0, row.window_started_at.getTime() + windowMs - now.getTime()) }
}

/** Forgets windows that began before `before`. */
export async function deleteOldHits(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('rate_limits').where('window_started_at', '<', before).execute()
}
