import type { SessionMetadata } from '../../shared/session/metadata.ts'
import { SessionFormatError, upgradeSession } from '../../shared/session/upgrade.ts'
import {
  addImportedSegment,
  beginImportedSession,
  completeImportedSession,
  ImportError,
} from '../../shared/store/import-writer.ts'
import type { SessionRow } from '../../shared/store/schema.ts'
import { announce } from './changes.ts'
import { PURGE_ALARM } from './deletion.ts'
import browser from 'webextension-polyfill'
import { BackgroundProblem } from './problem.ts'
import { keepWithinCap } from './segments.ts'
import { store } from './store.ts'

/**
 * Takes in a session of a file, in the steps of an upload: begin, each segment, complete. Until it is complete it is
 * hidden, and goes away by itself when nobody completes it.
 */

/** @returns whether the session was here already: then there is nothing more to do */
export async function beginImport(metadata: SessionMetadata): Promise<{ known: boolean }> {
  try {
    upgradeSession(metadata)
  } catch (error) {
    throw error instanceof SessionFormatError ? new BackgroundProblem('bad-request', error.message) : error
  }
  const known = !(await refusing(async () => beginImportedSession(await store(), metadata)))
  if (!known) await browser.alarms.create(PURGE_ALARM, { delayInMinutes: 60 })
  return { known }
}

export async function importSegment(segment: {
  sessionId: string
  tab: number
  index: number
  base64: string
}): Promise<void> {
  const { sessionId, tab, index, base64 } = segment
  const blob = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  await refusing(async () => addImportedSegment(await store(), { sessionId, tab, index, blob }))
}

export async function completeImport(sessionId: string): Promise<SessionRow> {
  const row = await refusing(async () => completeImportedSession(await store(), sessionId))
  await keepWithinCap()
  announce({ topic: 'sessions', sessionId })
  return row
}

async function refusing<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    throw error instanceof ImportError ? new BackgroundProblem('bad-request', error.message) : error
  }
}
