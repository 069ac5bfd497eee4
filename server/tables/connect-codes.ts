import type { Db } from '../database/open-database.ts'

export interface ConnectCode {
  codeHash: string
  websiteId: string
  expiresAt: Date
}

/** Adds a code, and forgets those that have expired. */
export async function insertConnectCode(
  db: Db,
  { codeHash, websiteId, expiresAt }: ConnectCode,
  now: Date,
): Promise<void> {
  await db.deleteFrom('connect_codes').where('expires_at', '<', now).execute()
  await db
    .insertInto('connect_codes')
    .values({ code_hash: codeHash, website_id: websiteId, expires_at: expiresAt })
    .execute()
}

/** Uses a code up, and gives its website; null when it was used before, has expired, or never was. */
export async function useConnectCode(db: Db, codeHash: string, now: Date): Promise<string | null> {
  const used = await db
    .updateTable('connect_codes')
    .set({ used_at: now })
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('website_id')
    .executeTakeFirst()
  return used?.website_id ?? null
}
