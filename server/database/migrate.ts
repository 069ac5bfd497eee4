import { Migrator, type Kysely } from 'kysely'
import { ALL_MIGRATIONS } from '../migrations/all-migrations.ts'
import type { Tables } from './schema.ts'

/**
 * Brings the database up to date. Any number of processes may do it at once: the first holds an advisory lock, the
 * others wait for it and find nothing to do.
 *
 * @throws when a migration fails (and leaves the database as it was), or when the database is of a newer build
 */
export async function migrateToLatest(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ALL_MIGRATIONS } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('The database could not be brought up to date.', { cause: error })
}
