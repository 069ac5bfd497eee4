import type { Services } from '../services.ts'
import { deleteSessions, type DeletableSession } from '../tables/sessions.ts'

/**
 * Deletes sessions: their rows, then their objects. If the process dies in between, or the store does not answer, the
 * noted erasure makes up for it; it comes back anyway once no upload address is open any more.
 */
export async function eraseSessions(
  { db, store }: Pick<Services, 'db' | 'store'>,
  sessions: readonly DeletableSession[],
): Promise<void> {
  await deleteSessions(db, sessions, new Date())
  await Promise.allSettled(sessions.map(({ object_prefix }) => store.deleteAll(object_prefix)))
}
