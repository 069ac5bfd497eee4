import { browserRun } from './browser-run.ts'
import { finishStop, rearmSites } from './recording.ts'
import { purgeDeleted } from './deletion.ts'
import { store } from './store.ts'

/**
 * Runs at every start of the worker, before anything else: ends what another run of the browser left recording, and
 * finishes what an earlier worker began.
 */
export async function recover(): Promise<void> {
  const [database, run] = await Promise.all([store(), browserRun()])
  for (const row of await database.getAllFromIndex('sessions', 'state', 'stopping')) {
    await finishStop(row.sessionId, row.endedAt ?? Date.now())
  }
  for (const row of await database.getAllFromIndex('sessions', 'state', 'recording')) {
    if (row.browserRun === run && row.deletedAt === null) continue
    const endedAt = Date.parse(row.startedAt) + row.metadata.duration
    await finishStop(row.sessionId, endedAt, {
      reason: 'browser-ended',
      detail: 'The browser ended while this was being recorded. Everything up to then is here.',
    })
  }
  await purgeDeleted()
  await rearmSites()
}
