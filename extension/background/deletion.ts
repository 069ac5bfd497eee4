import browser from 'webextension-polyfill'
import { deleteSession, updateSession } from '../../shared/store/writer.ts'
import { announce } from './changes.ts'
import { BackgroundProblem } from './problem.ts'
import { store } from './store.ts'
import type { SessionRow } from '../../shared/store/schema.ts'

/** How long a deletion can be undone. */
export const UNDO_MS = 10_000
export const PURGE_ALARM = 'purge'

/** Hides a session, and deletes it when the time to undo that is over: by a timer, or, if the worker dies, by an alarm. */
export async function markDeleted(sessionId: string): Promise<void> {
  await updateSession(await store(), sessionId, (row) => {
    if (row.state !== 'stopped')
      throw new BackgroundProblem('bad-request', 'Stop the recording before you delete it.')
    return { ...row, deletedAt: Date.now() }
  })
  announce({ topic: 'sessions', sessionId })
  await browser.alarms.create(PURGE_ALARM, { delayInMinutes: 1 })
  setTimeout(() => void purgeDeleted().catch(console.error), UNDO_MS)
}

export async function unmarkDeleted(sessionId: string): Promise<SessionRow> {
  const row = await updateSession(await store(), sessionId, (current) => ({ ...current, deletedAt: null }))
  if (!row) throw new BackgroundProblem('not-found', 'It is too late to undo: the session has been deleted.')
  announce({ topic: 'sessions', sessionId })
  return row
}

/** Deletes for good what was marked long enough ago. */
export async function purgeDeleted(): Promise<void> {
  const database = await store()
  for (const row of await database.getAll('sessions')) {
    if (row.deletedAt !== null && row.deletedAt <= Date.now() - UNDO_MS)
      await deleteSession(database, row.sessionId)
  }
}
