import type { Config } from './config.ts'
import type { Db } from './database/open-database.ts'
import type { ObjectStore } from './storage/object-store.ts'
import type { SyncMonitor } from './sync/sync-monitor.ts'

/** What the routes work with. */
export interface Services {
  config: Config
  db: Db
  /** Whether other processes may be using the same database. */
  isShared: boolean
  store: ObjectStore
  /** Signs upload addresses and share cookies; the same in every process of an installation. */
  signingKey: string
  /** What the sending to the team's server says of itself, and how it learns that there is something to do. */
  sync: SyncMonitor
  /** How clients reach this server, without a slash at the end. */
  publicUrl: () => string
}
