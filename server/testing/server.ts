import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { createApiClient, type ApiClient } from '../../shared/api/client.ts'
import { uploadSession } from '../../shared/api/upload.ts'
import { makeApiKey } from '../access/api-key.ts'
import type { Scope } from '../access/scopes.ts'
import { readConfig, type Config } from '../config.ts'
import { startServer, type RunningServer, type StartOptions } from '../start-server.ts'
import { insertApiKey } from '../tables/api-keys.ts'
import { TestDatabases } from './databases.ts'
import type { TestSession } from './sessions.ts'

export const ADMIN_KEY = 'an-admin-key-for-the-tests-of-the-server'

export interface TestServer extends RunningServer {
  /** What it logged so far. */
  log(): string
  client(key?: string): ApiClient
  /** A key of its own, for the default website unless others are named. */
  key(scopes: Scope[], websiteIds?: string[] | null): Promise<string>
  /** Uploads with a key that may. */
  upload(session: TestSession, websiteId?: string): Promise<void>
}

/** Servers of one test file, on their own databases and folders; `close` ends and removes all. */
export class TestServers {
  readonly databases = new TestDatabases()
  readonly #running: RunningServer[] = []
  readonly #folders: string[] = []

  async config(kind: Config['database']['kind'], change: Partial<Config> = {}): Promise<Config> {
    const folder = await mkdtemp(join(tmpdir(), 'qa-replay-server-'))
    this.#folders.push(folder)
    const environment = {
      DATA_DIR: folder,
      PORT: '0',
      ADMIN_KEY,
      STORAGE_KEY: randomBytes(32).toString('hex'),
    }
    return {
      ...readConfig(environment),
      database: await this.databases.create(kind),
      logLevel: 'info',
      ...change,
    }
  }

  async start(config: Config, options: Partial<StartOptions> = {}): Promise<TestServer> {
    const logTo = new PassThrough()
    let log = ''
    logTo.setEncoding('utf8').on('data', (text: string) => (log += text))
    const server = await startServer(config, { logTo, checkReplies: true, ...options })
    this.#running.push(server)
    const client = (key?: string) => createApiClient({ baseUrl: server.url, key })
    const key: TestServer['key'] = async (scopes, websiteIds = ['default']) => {
      const made = makeApiKey()
      await insertApiKey(server.services.db, {
        key_id: made.keyId,
        name: scopes.join(' '),
        key_hash: made.keyHash,
        scopes,
        website_ids: websiteIds,
        created_at: new Date(),
      })
      return made.key
    }
    return {
      ...server,
      log: () => log,
      client,
      key,
      upload: (session, websiteId = 'default') =>
        uploadSession({ client: client(ADMIN_KEY), websiteId, ...session }),
    }
  }

  async close(): Promise<void> {
    for (const server of this.#running) await server.close()
    await this.databases.close()
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true })
  }
}
