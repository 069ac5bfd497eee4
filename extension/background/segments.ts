import { evictSessions, foldChunks } from '../../shared/store/writer.ts'
import { announce } from './changes.ts'
import { store } from './store.ts'

/** Chunks of a tab are folded into a segment when this much has come in (JSON text, about 100 KB gzipped). */
const SEGMENT_CHARS = 1024 * 1024
/** What all sessions together may take on this computer. */
const STORE_CAP_BYTES = 2 * 1024 ** 3

/** One fold at a time for each session: two would put the same chunks into two segments. */
const folding = new Map<string, Promise<unknown>>()

/** Folds a tab's chunks when enough has come together. */
export async function foldWhenLarge(sessionId: string, tab: number, pendingChars: number): Promise<void> {
  if (pendingChars < SEGMENT_CHARS || folding.has(sessionId)) return
  await exclusively(sessionId, async () => foldChunks(await store(), sessionId, tab))
  await keepWithinCap()
}

/** Folds everything of a session that is not folded yet: at a stop, and before an upload. */
export async function foldSession(sessionId: string): Promise<void> {
  await foldExclusively(sessionId, async () => undefined)
}

/** Folds everything of a session, and does something while nothing else can fold. */
export async function foldExclusively<Result>(
  sessionId: string,
  run: () => Promise<Result>,
): Promise<Result> {
  return exclusively(sessionId, async () => {
    const database = await store()
    const row = await database.get('sessions', sessionId)
    for (const { tab } of row?.metadata.tabs ?? []) await foldChunks(database, sessionId, tab)
    return run()
  })
}

/** Makes room: deletes the oldest sessions that may go until the store is within its cap. @param spared never goes */
export async function keepWithinCap(capBytes = STORE_CAP_BYTES, spared?: string): Promise<void> {
  for (const sessionId of await evictSessions(await store(), capBytes, spared))
    announce({ topic: 'sessions', sessionId })
}

async function exclusively<Result>(sessionId: string, run: () => Promise<Result>): Promise<Result> {
  const before = folding.get(sessionId) ?? Promise.resolve()
  const mine = before.then(run, run)
  folding.set(sessionId, mine)
  try {
    return await mine
  } finally {
    if (folding.get(sessionId) === mine) folding.delete(sessionId)
  }
}
