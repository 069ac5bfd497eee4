import type { Services } from '../services.ts'
import { deleteSessions, type DeletableSession } from '../tables/sessions.ts'

/**
 * Deletes sessions: their rows, then their objects. If the process dies in between, or the store does not answer, the
 * noted erasure makes up for it; it comes back anyway once no upload address is open any more. What somebody asked to be
 * deleted is deleted at the team's server too; what expired here stays there as long as that server's own plan says.
 */
export async function eraseSessions(
  { db, store, sync }: Pick<Services, 'db' | 'store' | 'sync'>,
  sessions: readonly DeletableSession[],
  why: 'asked' | 'expired',
): Promise<void> {
  await deleteSessions(db, sessions, { now: new Date(), alsoAtTeam: why === 'asked' })
  if (why === 'asked') sync.wake()
  await Promise.allSettled(sessions.map(({ object_prefix }) => store.deleteAll(object_prefix)))
}
