import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DatabaseConfig } from '../config.ts'
import { openEmbedded } from '../database/embedded.ts'
import { findPostgres, startTestPostgres, type TestPostgres } from './postgres.ts'

const postgresBin = findPostgres()
if (postgresBin === null) {
  console.warn(
    'No Postgres is installed here: the tests run on the embedded database only. Debian: apt install postgresql',
  )
}

/** The databases that every test of the server runs on. */
export const DATABASE_KINDS: DatabaseConfig['kind'][] =
  postgresBin === null ? ['embedded'] : ['embedded', 'postgres']

/** Makes new, empty databases for the tests of one file; `close` ends and removes them all. */
export class TestDatabases {
  #postgres: Promise<TestPostgres> | null = null
  readonly #folders: string[] = []

  async create(kind: DatabaseConfig['kind']): Promise<DatabaseConfig> {
    if (kind === 'postgres') {
      this.#postgres ??= startTestPostgres(postgresBin!)
      return { kind, url: await (await this.#postgres).createDatabase() }
    }
    const folder = await mkdtemp(join(tmpdir(), 'qa-replay-pglite-'))
    this.#folders.push(folder)
    const dataDir = join(folder, 'database')
    await cp(await emptyDatabase(), dataDir, { recursive: true })
    return { kind, dataDir }
  }

  async close(): Promise<void> {
    await (await this.#postgres)?.stop()
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true })
  }
}

/** Creating an embedded database takes seconds: one is made once for a machine and version, and copied. */
async function emptyDatabase(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const { version } = JSON.parse(await readFile(join(dirname(entry), '../package.json'), 'utf8')) as {
    version: string
  }
  const template = join(tmpdir(), `qa-replay-empty-database-${version}`)
  if (existsSync(template)) return template
  const draft = await mkdtemp(`${template}-`)
  const { client, lock } = await openEmbedded(join(draft, 'database'))
  await client.close()
  await lock.release()
  await rename(join(draft, 'database'), template).catch((error: unknown) => {
    // Another test process was first.
    if (!existsSync(template)) throw error
  })
  await rm(draft, { recursive: true, force: true })
  return template
}
