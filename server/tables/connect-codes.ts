import type { Scope } from '../access/scopes.ts'
import type { Db } from '../database/open-database.ts'

export interface ConnectCode {
  codeHash: string
  websiteId: string
  expiresAt: Date
  /** Of the key that it is traded for; null for a tester's. */
  scopes: Scope[] | null
}

/** Adds a code, and forgets those that have expired. */
export async function insertConnectCode(
  db: Db,
  { codeHash, websiteId, expiresAt, scopes }: ConnectCode,
  now: Date,
): Promise<void> {
  await db.deleteFrom('connect_codes').where('expires_at', '<', now).execute()
  await db
    .insertInto('connect_codes')
    .values({ code_hash: codeHash, website_id: websiteId, expires_at: expiresAt, scopes })
    .execute()
}

/** Uses a code up, and gives what it is good for; null when it was used before, has expired, or never was. */
export async function useConnectCode(
  db: Db,
  codeHash: string,
  now: Date,
): Promise<Pick<ConnectCode, 'websiteId' | 'scopes'> | null> {
  const used = await db
    .updateTable('connect_codes')
    .set({ used_at: now })
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['website_id', 'scopes'])
    .executeTakeFirst()
  return used ? { websiteId: used.website_id, scopes: used.scopes } : null
}
