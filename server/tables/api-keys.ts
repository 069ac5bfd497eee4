import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../database/open-database.ts'
import type { ApiKeysTable } from '../database/schema.ts'

export type ApiKeyRow = Selectable<ApiKeysTable>

export async function insertApiKey(db: Db, row: Insertable<ApiKeysTable>): Promise<void> {
  await db.insertInto('api_keys').values(row).execute()
}

export async function findApiKey(db: Db, keyId: string): Promise<ApiKeyRow | undefined> {
  return db.selectFrom('api_keys').selectAll().where('key_id', '=', keyId).executeTakeFirst()
}

/** All that were ever made, newest first. */
export async function listApiKeys(db: Db): Promise<ApiKeyRow[]> {
  return db.selectFrom('api_keys').selectAll().orderBy('created_at', 'desc').orderBy('key_id').execute()
}

/** Whether there was such a key, not revoked yet. */
export async function revokeApiKey(db: Db, keyId: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_keys')
    .set({ revoked_at: at })
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
