import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { makeConnectCode, makeDashboardLink } from './access/connect-code.ts'
import { DEFAULT_WEBSITE_ID, setUpFirstStart } from './access/first-start.ts'
import { randomToken } from './access/secrets.ts'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { openDatabase, type OpenDatabase } from './database/open-database.ts'
import type { App } from './http/app-types.ts'
import { startHousekeeping } from './retention/housekeeping.ts'
import type { Services } from './services.ts'
import type { ObjectStore } from './storage/object-store.ts'
import { openStore } from './storage/open-store.ts'
import { startTeamSync } from './sync/start-team-sync.ts'
import { SyncMonitor } from './sync/sync-monitor.ts'
import { sharedSecret } from './tables/secrets.ts'

export interface RunningServer {
  /** Where it listens, without a slash at the end. */
  url: string
  /** For the extension, valid once; null when the server is not for this machine alone. */
  connectUrl: string | null
  /** The dashboard, signed in, valid once; null when the server is not for this machine alone. */
  dashboardUrl: string | null
  /** Made at this start, and not kept: null at every later one. */
  newAdminKey: string | null
  services: Services
  /** Takes no new request, finishes those under way, and lets go of everything. */
  close(): Promise<void>
}

export interface StartOptions {
  logTo: NodeJS.WritableStream
  checkReplies?: boolean
  webDir?: string
  /** Called before the embedded database is created, which takes some seconds. */
  onFirstStart?: () => void
}

/**
 * Opens the database and the store, and listens.
 *
 * @throws {ConfigError | FolderInUseError} with a sentence for whoever starts it
 */
export async function startServer(config: Config, options: StartOptions): Promise<RunningServer> {
  const opened: { close(): Promise<unknown> }[] = []
  const closeAll = async () => {
    for (const part of opened.reverse()) await part.close()
  }
  try {
    const database = await openDatabase(config.database, options.onFirstStart)
    opened.push(database)
    const store = await openStore(config.storage)
    opened.push(store)
    const services = await makeServices(config, database, store)
    const { newAdminKey } = await setUpFirstStart(services)
    const webDir = options.webDir ?? fileURLToPath(new URL('./web', import.meta.url))
    const app = await buildApp({ services, ...options, webDir })
    opened.push(app)
    const url = await listen(app, config)
    services.publicUrl = () => config.publicUrl ?? url
    opened.push(startHousekeeping(services, app.log))
    if (config.team) opened.push(startTeamSync(services, config.team, app.log))
    const isLocal = isLoopback(config.host)
    const dashboardUrl = isLocal ? await makeDashboardLink(services, DEFAULT_WEBSITE_ID) : null
    const connectUrl = isLocal ? (await makeConnectCode(services, DEFAULT_WEBSITE_ID)).url : null
    return { url, connectUrl, dashboardUrl, newAdminKey, services, close: closeAll }
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function makeServices(config: Config, database: OpenDatabase, store: ObjectStore): Promise<Services> {
  const { db, isShared } = database
  const signingKey = await sharedSecret(db, 'signing-key', () => randomToken(256))
  // Until it listens: the port may be any.
  const publicUrl = () => config.publicUrl ?? `http://${config.host}:${config.port}`
  return { config, db, isShared, store, signingKey, publicUrl, sync: new SyncMonitor() }
}

async function listen(app: App, { host, port }: Config): Promise<string> {
  await app.listen({ host, port })
  const address = app.server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  return `http://${name}:${address.port}`
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}
