import type { Insertable } from 'kysely'
import { UPLOAD_ADDRESS_SECONDS } from '../sessions/upload-address.ts'
import type { Db } from '../database/open-database.ts'
import type { ErasuresTable } from '../database/schema.ts'

/** A PUT that began just before its address expired may take this long. */
const LAST_PUT_MS = 15 * 60_000

/** Objects under `prefix` are to be erased now, and once more when nobody can write there any longer. */
export function erasureOf(prefix: string, now: Date): Insertable<ErasuresTable> {
  const final = now.getTime() + UPLOAD_ADDRESS_SECONDS * 1000 + LAST_PUT_MS
  return { object_prefix: prefix, requested_at: now, final_after: new Date(final) }
}

export async function insertErasures(db: Db, rows: Insertable<ErasuresTable>[]): Promise<void> {
  await db
    .insertInto('erasures')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Erasures whose time has come, for this process: no other gets them until `leaseMs` have passed without `endErasure`. */
export async function leaseErasures(
  db: Db,
  { now, leaseMs, limit }: { now: Date; leaseMs: number; limit: number },
): Promise<string[]> {
  const due = db
    .selectFrom('erasures')
    .select('object_prefix')
    .where('final_after', '<=', now)
    .orderBy('final_after')
    .limit(limit)
    .forUpdate()
    .skipLocked()
  const leased = await db
    .updateTable('erasures')
    .set({ final_after: new Date(now.getTime() + leaseMs) })
    .where('object_prefix', 'in', due)
    .returning('object_prefix')
    .execute()
  return leased.map(({ object_prefix }) => object_prefix)
}

export async function endErasure(db: Db, prefix: string): Promise<void> {
  await db.deleteFrom('erasures').where('object_prefix', '=', prefix).execute()
}
