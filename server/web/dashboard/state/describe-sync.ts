import type { SyncState } from '../../../../shared/api/schemas.ts'
import { strings } from '../strings.ts'

/** Where a session is on its way to the team's server, in a sentence. */
export function describeSync(sync: SyncState): string {
  const said = strings.sync
  switch (sync.state) {
    case 'none':
      return said.none
    case 'queued':
      return sync.problem ?? said.queued
    case 'syncing':
      return said.syncing(Math.round((sync.sentBytes / (sync.totalBytes || 1)) * 100))
    case 'synced':
      return said.synced(new URL(sync.teamUrl).host)
    case 'failed':
      return sync.problem
  }
}
