import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openDatabase } from '../../server/database/open-database.ts'
import { insertWebsite } from '../../server/tables/websites.ts'
import { TestDatabases } from '../../server/testing/databases.ts'
import { findPostgres, startTestPostgres } from '../../server/testing/postgres.ts'
import { startTestBucket } from '../../server/testing/r2.ts'
import { makeRows } from './make-rows.ts'
import { measureLists } from './measure-lists.ts'
import { measureUploads } from './measure-uploads.ts'
import { printTable } from './timing.ts'

/** @param only `lists` or `uploads`; null for both */
export async function measureServer({ rows, only }: { rows: number; only: string | null }): Promise<void> {
  const bin = findPostgres()
  if (bin === null) throw new Error('This needs a Postgres: Debian: apt install postgresql')
  const postgres = await startTestPostgres(bin, ['max_wal_size=4GB'])
  const embedded = new TestDatabases()
  const bucket = await startTestBucket()
  const folder = await mkdtemp(join(tmpdir(), 'qa-replay-bench-'))
  try {
    if (only !== 'lists') {
      const disk = { STORAGE_KEY: randomBytes(32).toString('hex'), DATA_DIR: join(folder, 'disk') }
      const { config } = bucket
      const s3 = {
        S3_ENDPOINT: config.endpoint,
        S3_BUCKET: config.bucket,
        S3_ACCESS_KEY_ID: config.accessKeyId,
        S3_SECRET_ACCESS_KEY: config.secretAccessKey,
        DATA_DIR: join(folder, 's3'),
      }
      const prepared = await embedded.create('embedded')
      const dataDir = prepared.kind === 'embedded' ? dirname(prepared.dataDir) : folder
      printTable(
        'Create, PUT 5 segments of 100 KB, complete: 8 clients at once. Share: manifest and first segment',
        [
          await measureUploads({ name: 'embedded, disk', environment: { DATA_DIR: dataDir } }),
          await measureUploads({
            name: 'Postgres, disk',
            environment: { DATABASE_URL: await postgres.createDatabase(), ...disk },
          }),
          await measureUploads({
            name: 'Postgres, R2 (miniflare), direct',
            environment: { DATABASE_URL: await postgres.createDatabase(), ...s3 },
          }),
          await measureUploads({
            name: 'Postgres, R2 (miniflare), through the server',
            environment: { DATABASE_URL: await postgres.createDatabase(), ...s3, S3_DIRECT_UPLOADS: 'false' },
          }),
        ],
      )
    }
    if (only === 'uploads') return
    const database = await openDatabase({ kind: 'postgres', url: await postgres.createDatabase() })
    try {
      await insertWebsite(database.db, {
        websiteId: 'shop',
        name: 'Shop',
        plan: 'enterprise',
        createdAt: new Date(),
      })
      await makeRows(database.db, 'shop', rows)
      await measureLists(database.db, 'shop', rows)
    } finally {
      await database.close()
    }
  } finally {
    await bucket.stop()
    await embedded.close()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
