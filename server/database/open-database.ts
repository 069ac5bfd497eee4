import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DatabaseConfig } from '../config.ts'
import { openEmbedded } from './embedded.ts'
import { migrateToLatest } from './migrate.ts'
import { pgliteDialect } from './pglite-dialect.ts'
import type { Tables } from './schema.ts'

export type Db = Kysely<Tables>

export interface OpenDatabase {
  db: Db
  /** Whether other processes may be using it too. */
  isShared: boolean
  close(): Promise<void>
}

/** Opens the database and brings it up to date. @param onCreate called before an embedded one is created */
export async function openDatabase(config: DatabaseConfig, onCreate?: () => void): Promise<OpenDatabase> {
  const opened =
    config.kind === 'embedded'
      ? await openEmbeddedDatabase(config.dataDir, onCreate)
      : openPostgres(config.url)
  try {
    await migrateToLatest(opened.db)
  } catch (error) {
    await opened.close()
    throw error
  }
  return opened
}

async function openEmbeddedDatabase(dataDir: string, onCreate?: () => void): Promise<OpenDatabase> {
  const { client, lock } = await openEmbedded(dataDir, onCreate)
  const db = new Kysely<Tables>({ dialect: pgliteDialect(client) })
  return {
    db,
    isShared: false,
    close: async () => {
      await db.destroy()
      await lock.release()
    },
  }
}

/** Connections of one process: enough to keep its one JavaScript thread busy. */
const POOL_SIZE = 10
const CONNECT_TIMEOUT_MS = 5_000

function openPostgres(url: string): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'qa-replay',
  })
  // A connection that breaks while nobody uses it: the pool opens another. Without a listener the process would end.
  pool.on('error', () => undefined)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { db, isShared: true, close: () => db.destroy() }
}
